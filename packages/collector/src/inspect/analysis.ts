import { createLint, createReport, type Breach, type Report } from '@media-collection/report';
import type { MediaEvent } from '../media-event';
import type { SessionMarks } from '../sessions';

/** How many breaches of a session are kept; the rest is only counted. */
const MAX_BREACHES = 500;

/** What is known of a session from its events so far; grows with each event and is never computed anew. */
export interface Analysis {
  /** How many events it knows, in the order of arrival. */
  readonly known: number;
  /** Takes one more event, and returns the breaches that are certain now. */
  add(event: MediaEvent): readonly Breach[];
  report(): Report;
  /** At most 500; advice stands among them. */
  breaches(): readonly Breach[];
  marks(): SessionMarks;
}

/** Makes the {@link Analysis} of a session without events. */
export function createAnalysis(): Analysis {
  const reporter = createReport();
  const linter = createLint();
  const breaches: Breach[] = [];
  let known = 0;
  let breachCount = 0;
  let adviceCount = 0;
  const countOf = (list: readonly Breach[]): number => list.filter(({ severity }) => severity === 'breach').length;

  return {
    get known() {
      return known;
    },
    add(event) {
      known++;
      reporter.add(event);
      const found = linter.add(event);
      const count = countOf(found);
      breachCount += count;
      adviceCount += found.length - count;
      breaches.push(...found.slice(0, Math.max(0, MAX_BREACHES - breaches.length)));
      return found;
    },
    report: () => reporter.value(),
    breaches: () => [...breaches, ...linter.rest()].slice(0, MAX_BREACHES),
    marks() {
      const rest = linter.rest();
      const count = countOf(rest);
      return {
        breachCount: breachCount + count,
        adviceCount: adviceCount + rest.length - count,
        contentTimeSpent: reporter.value().metrics.contentTimeSpent,
      };
    },
  };
}
