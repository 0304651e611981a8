import { lintSessions, report, type RuleName } from '@media-collection/report';
import type { MediaEvent } from '@media-collection/core';
import type { Due } from './account';
import type { Enacted } from './enact';
import type { Story } from './moves';
import type { Asked } from './page';

/** How far seconds may be off, and a place. */
const NEAR_S = 1;
/** A start goes without what is promised after so long, where it can. */
const PATIENCE_MS = 1_000;

const paramsOf = ([start]: readonly MediaEvent[]) => (start!.params ?? {}) as Readonly<Record<string, unknown>>;
const shown = (events: readonly MediaEvent[]): string =>
  events
    .map(({ eventType, playerTime: { ts, playhead } }) => `${ts - 1_760_000_000_000} ${eventType} ${playhead.toFixed(2)}`)
    .join(', ');

/**
 * What is due, put together in every way that gives so many sessions: the service cannot give up a session that was not opened yet while
 * the machine slept, and what would take over from it belongs to it.
 */
function* ways(dues: readonly Due[], surplus: number): Generator<readonly Due[]> {
  if (surplus <= 0) return yield dues;
  for (const [index, due] of dues.entries()) {
    const last = dues[index - 1];
    if (due.at !== undefined || !last?.mayGoOn) continue;
    const { seconds, ends, isComplete, mayGoOn } = due;
    const both = { ...last, seconds: last.seconds + seconds, ends, isComplete, mayGoOn };
    yield* ways([...dues.slice(0, index - 1), both, ...dues.slice(index + 1)], surplus - 1);
  }
}

/** Each request to play that lasts is reported exactly once, as its own content, with its own times and places. */
export function* judgeViewings(enacted: Enacted): Generator<string> {
  const { dues, sessions } = enacted;
  let breaches: readonly string[] | undefined;
  for (const way of ways(dues, dues.length - sessions.length)) {
    const found = [...judgeDues(enacted, way)];
    if (!found.length) return;
    breaches ??= found;
  }
  yield* breaches ?? judgeDues(enacted, dues);
}

function* judgeDues({ sessions, dues, params, media, overAt }: Enacted, matched: readonly Due[]): Generator<string> {
  const isInTime = ({ at, came }: Asked): boolean => came - at < PATIENCE_MS && came < overAt;
  const wanted = (due: Due): string =>
    `content-${due.content}${due.resume ? ' goes on' : ''} at ${due.at === undefined ? '?' : due.at - 1_760_000_000_000}`;
  const told = (events: readonly MediaEvent[]): string =>
    `${String(paramsOf(events)['media.id'])}${paramsOf(events)['media.resume'] ? ' goes on' : ''} at ${events[0]!.playerTime.ts - 1_760_000_000_000}`;
  if (
    matched.length !== sessions.length ||
    matched.some(({ ask, at }, index) => ask !== undefined && sessions[index]![0]!.playerTime.ts !== at)
  )
    return yield `${sessions.length} sessions instead of ${dues.length}: ${sessions.map(told).join('; ')} instead of ${dues.map(wanted).join('; ')}`;
  for (const [index, due] of matched.entries()) {
    const events = sessions[index]!;
    const [start] = events;
    const own = paramsOf(events);
    const name = `session ${index} (${told(events)} instead of ${wanted(due)})`;
    if (own['media.id'] !== `content-${due.content}`) yield `${name} has another content`;
    if (own['media.resume'] !== due.resume) yield `${name}: media.resume is ${String(own['media.resume'])}`;
    const isAt = (place: number, off = NEAR_S): boolean => Math.abs(start!.playerTime.playhead - place) <= off;
    // Content that was put back before its first frame begins where it is told to, or where it stood when its session was opened.
    const mayBeAt = isAt(due.place, due.ask === undefined && due.isCut ? 11 : NEAR_S) || (due.isMoved && isAt(due.from));
    if (!mayBeAt) yield `${name} begins at ${start!.playerTime.playhead} instead of ${due.place}`;
    if (
      media.every((film) => film.content !== due.content || isInTime(film)) &&
      start!.customMetadata?.['film'] !== `film-${due.content}`
    )
      yield `${name} bears ${String(start!.customMetadata?.['film'])}`;
    if (due.ask !== undefined && isInTime(params[due.ask]!) && own['visitor.marketingCloudUserId'] !== `user-${due.ask}`)
      yield `${name} bears ${String(own['visitor.marketingCloudUserId'])} instead of user-${due.ask}`;
    const { contentTimeSpent } = report(events).metrics;
    const [least, most] = [due.isCut ? due.seconds - 11 : due.seconds - NEAR_S, due.seconds + NEAR_S];
    if (contentTimeSpent < least || contentTimeSpent > most)
      yield `${name} reports ${contentTimeSpent} s instead of ${due.seconds} s: ${shown(events)}`;
    const last = events.at(-1)!.eventType;
    if (!due.isCut && due.ends && last !== (due.isComplete ? 'sessionComplete' : 'sessionEnd')) yield `${name} ends with ${last}`;
  }
}

/** No content is reported that was not shown, nor for longer than it was. */
export function* judgeContents({ sessions, dues }: Enacted): Generator<string> {
  const shown = new Map<unknown, number>();
  for (const { content, seconds } of dues)
    shown.set(`content-${content}`, (shown.get(`content-${content}`) ?? 0) + seconds + NEAR_S);
  for (const events of sessions) {
    const id = paramsOf(events)['media.id'];
    shown.set(id, (shown.get(id) ?? 0) - report(events).metrics.contentTimeSpent);
  }
  for (const [id, left] of shown) if (left < 0) yield `${String(id)} is reported for ${-left} s too long`;
}

/** All that was made arrived once, or is said to be lost once; no rule of order is broken. */
export function* judgeArrival(
  { byHand, moves }: Story,
  { sessions, arrived, lost }: Enacted,
  mayLose: readonly string[] = [],
): Generator<string> {
  const text = (event: object): string => JSON.stringify(event);
  const counts = new Map<string, number>();
  const count = (events: readonly object[], by: number): void =>
    events.forEach((event) => counts.set(text(event), (counts.get(text(event)) ?? 0) + by));
  count(sessions.flat(), -1);
  count(arrived, 1);
  count(
    lost.map(([event]) => event),
    1,
  );
  for (const [event, off] of counts)
    if (off) yield `${off > 0 ? 'arrived or lost too often' : 'neither arrived nor lost'}: ${event}`;
  for (const [event, reason] of lost) if (!mayLose.includes(reason)) yield `lost as ${reason}: ${event.eventType}`;
  const may: readonly RuleName[] = [
    // A jump during a pause may be as long as the pause.
    'playhead-runs-while-paused',
    // By hand, the page says whether the viewing resumes.
    ...(byHand ? (['resume-missing'] as const) : []),
    // A machine that sleeps cannot ping.
    ...(moves.some(([move]) => move === 'sleep') ? (['ping-missing'] as const) : []),
  ];
  for (const { rule, message, severity } of lintSessions(sessions))
    if (severity === 'breach' && !may.includes(rule)) yield `${rule}: ${message}`;
}

const isUnequal = (one: unknown, other: unknown): boolean =>
  typeof one === 'number' && typeof other === 'number'
    ? Math.abs(one - other) > 0.002
    : JSON.stringify(one) !== JSON.stringify(other);

/**
 * Late answers change nothing but what they could not be waited for. Quality that is known with the first frame may stand on
 * `sessionStart`, so of quality the report is compared.
 */
export function* judgeLate({ sessions, dues }: Enacted, plain: Enacted): Generator<string> {
  const simple = (events: readonly MediaEvent[], isMoved?: boolean): string[] =>
    events.map(({ eventType, playerTime, params = {}, customMetadata = {} }) => {
      const { 'visitor.marketingCloudUserId': _, 'media.name': _name, ...rest } = params as Record<string, unknown>;
      const { film: _film, ...metadata } = customMetadata;
      const { ts } = playerTime;
      // Which place was known depends on when the session was opened.
      const playhead = isMoved && eventType === 'sessionStart' ? 0 : playerTime.playhead;
      return JSON.stringify({ eventType, ts, playhead: playhead.toFixed(3), params: Object.entries(rest).sort(), metadata });
    });
  for (const [index, events] of sessions.entries()) {
    const model = plain.sessions[index];
    if (!model) continue;
    const [one, other] = [events, model].map((each) => simple(each, dues[index]?.isMoved)) as [string[], string[]];
    const differs = one.findIndex((text, place) => text !== other[place]);
    const name = `session ${index}, compared with plain answers,`;
    if (differs >= 0 || one.length !== other.length)
      yield `${name} reports other events:\n  ${shown(events)}\n  ${shown(model)}\n  ${one[differs]}\n  ${other[differs]}`;
    const [metrics, modelMetrics] = [report(events).metrics, report(model).metrics];
    for (const key of Object.keys(metrics) as (keyof typeof metrics)[])
      if (isUnequal(metrics[key], modelMetrics[key]))
        yield `${name} reports ${key} ${JSON.stringify(metrics[key])} instead of ${JSON.stringify(modelMetrics[key])}: ${shown(events)}`;
  }
}
