import { follow } from './follow';
import { parseEvent, isFlagged, listOf, text, tryTo, type ParsedEvent } from './parsed-event';
import type { Severity } from './rules/rule';
import { ruleNames, rules, type RuleName } from './rules/rules';
import { emptySession, type Session } from './session';
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

const formBreaches = (event: unknown): Breach[] => {
  const look = (read: unknown): Breach[] =>
    ruleNames.flatMap((name) => (rules[name].form?.(read) ?? []).map((message) => breach(name, message, event)));
  // What cannot be read is no event.
  return tryTo(() => look(event)) ?? look(undefined);
};

/** Receives the events of one session and finds the rules that they break. */
export interface Linter {
  /** Takes one more event, whatever it is, in O(1), and returns the breaches that are certain now; never throws. */
  add(event: unknown): readonly Breach[];
  /** The breaches that are added when nothing more comes: of events that a late one could still precede. */
  rest(): readonly Breach[];
}

function createExaminer() {
  let session = emptySession;
  let held: Held = [];
  let place = 0;
  const judge = (before: Session, event: ParsedEvent): { readonly after: Session; readonly found: Breach[] } => {
    const step = { before, event, after: follow(before, event) };
    const found = formBreaches(event.source);
    for (const name of ruleNames) {
      const message = rules[name].order?.(step);
      if (message) found.push(breach(name, message, event.source));
    }
    return { after: step.after, found };
  };
  const judgeAll = (events: readonly ParsedEvent[]): { readonly after: Session; readonly found: Breach[] } => {
    let after = session;
    const found: Breach[] = [];
    for (const event of events) {
      const step = judge(after, event);
      after = step.after;
      found.push(...step.found);
    }
    return { after, found };
  };
  return {
    add(source: unknown): readonly Breach[] {
      const event = parseEvent(source, place);
      if (!event) return formBreaches(source);
      place++;
      const { passed, held: rest } = pass(held, event);
      held = rest;
      const { after, found } = judgeAll(passed);
      session = after;
      return found;
    },
    rest: () => judgeAll(held),
  };
}

/** Makes a {@link Linter}; {@link lint} does the same with all events at once. */
export function createLint(): Linter {
  const { add, rest } = createExaminer();
  return { add, rest: () => rest().found };
}

/** The breaches of one session, and how it stands after its last event. */
function examine(events: Iterable<unknown>): { readonly breaches: Breach[]; readonly session: Session } {
  const examiner = createExaminer();
  const breaches: Breach[] = [];
  for (const source of listOf(events)) breaches.push(...examiner.add(source));
  const { found, after } = examiner.rest();
  breaches.push(...found);
  return { breaches, session: after };
}

/**
 * Says which rules the events of one session break, in the order of `playerTime.ts`. The events
 * come in the order of their arrival; any order inside the window of the back end (5 s or 10 events) is fine. Never throws.
 */
export const lint = (events: Iterable<unknown>): Breach[] => examine(events).breaches;

/** How far two playheads may lie apart, in seconds, and still be the same place. */
const SAME_PLACE = 1;

/** True when `next` begins where `last` broke off, and does not say so. */
function lacksResume(last: Session, next: Session): boolean {
  const start = next.start;
  // Content that was not shown yet does not resume.
  if (!last.contentStart && !isFlagged(last.start?.params['media.resume'])) return false;
  if (!start || last.isComplete || isFlagged(start.params['media.resume'])) return false;
  const id = text(start.params, 'media.id');
  if (id === undefined || id !== (last.start && text(last.start.params, 'media.id'))) return false;
  const from = start.playhead ?? 0;
  // Nor does what begins in its first second: that is a viewing from the start.
  return from > SAME_PLACE && Math.abs(from - last.playhead) <= SAME_PLACE;
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
