import { follow } from './follow';
import { hear, isFlagged, listOf, text, type Heard } from './heard';
import type { Severity } from './rules/rule';
import { ruleNames, rules, type RuleName } from './rules/rules';
import { unheard, type Session } from './session';
import { pass, type Held } from './window';

/** What is wrong, and where. */
export interface Breach {
  readonly rule: RuleName;
  /** A breach costs or falsifies data; an advice may. */
  readonly severity: Severity;
  /** One sentence about this event. */
  readonly message: string;
  /** The event that it concerns, as it was handed in. */
  readonly event: unknown;
}

const breach = (rule: RuleName, message: string, event: unknown): Breach => ({
  rule,
  severity: rules[rule].severity,
  message,
  event,
});

const formBreaches = (event: unknown): Breach[] =>
  ruleNames.flatMap((name) => (rules[name].form?.(event) ?? []).map((message) => breach(name, message, event)));

/** The breaches of one session, and how it stands after its last event. */
function examine(events: Iterable<unknown>): { readonly breaches: Breach[]; readonly session: Session } {
  const breaches: Breach[] = [];
  let session = unheard;
  let held: Held = [];
  let place = 0;
  const judge = (event: Heard): void => {
    const step = { before: session, event, after: follow(session, event) };
    session = step.after;
    breaches.push(...formBreaches(event.source));
    for (const name of ruleNames) {
      const message = rules[name].order?.(step);
      if (message) breaches.push(breach(name, message, event.source));
    }
  };
  for (const source of listOf(events)) {
    const event = hear(source, place);
    if (!event) {
      breaches.push(...formBreaches(source));
      continue;
    }
    place++;
    const { passed, held: rest } = pass(held, event);
    held = rest;
    passed.forEach(judge);
  }
  held.forEach(judge);
  return { breaches, session };
}

/**
 * Says which rules the events of one session break, in the order of `playerTime.ts` (api.md, "Rules of order"). The events
 * come in the order of their arrival; any order inside the window of the back end (5 s or 10 events) is fine. Never throws.
 */
export const lint = (events: Iterable<unknown>): Breach[] => examine(events).breaches;

/** How far two playheads may lie apart, in seconds, and still be the same place. */
const SAME_PLACE = 1;

/** True when `next` begins where `last` broke off, and does not say so. */
function lacksResume(last: Session, next: Session): boolean {
  const start = next.start;
  if (!start || last.isComplete || isFlagged(start.params['media.resume'])) return false;
  const id = text(start.params, 'media.id');
  if (id === undefined || id !== (last.start && text(last.start.params, 'media.id'))) return false;
  const from = start.playhead ?? 0;
  return from > 0 && Math.abs(from - last.playhead) <= SAME_PLACE;
}

/** Lints the sessions of one tracker, in the order in which they were opened; knows one rule more than {@link lint}: `resume-missing`. */
export function lintSessions(sessions: Iterable<Iterable<unknown>>): Breach[] {
  const examined = [...listOf(sessions)].map((events) => examine(listOf(events)));
  return examined.flatMap(({ breaches, session }, index) => {
    const last = examined[index - 1]?.session;
    if (!last || !lacksResume(last, session)) return breaches;
    return [
      breach(
        'resume-missing',
        `The session goes on at ${session.start?.playhead}, where the one before it broke off.`,
        session.start?.source,
      ),
      ...breaches,
    ];
  });
}
