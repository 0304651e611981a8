import type { LostReason } from '@media-collection/core';
import type { Attempt } from './network';
import type { Run } from './run';
import type { Viewing } from './step';
import { isUnreadable } from './wires';

const SILENCE_MS = 600_000;

const group = <T>(things: readonly T[], keyOf: (thing: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const thing of things) groups.set(keyOf(thing), [...(groups.get(keyOf(thing)) ?? []), thing]);
  return groups;
};
const short = (body: string): string => {
  const { eventType, playerTime } = JSON.parse(body) as { eventType: string; playerTime: { ts: number } };
  return `${eventType} ${playerTime.ts}`;
};
const timeOf = (body: string): number => (JSON.parse(body) as { playerTime: { ts: number } }).playerTime.ts;

const isTaken = ({ session, answered = 0, given }: Attempt): boolean => answered > 199 && answered < 300 && !!(session ?? given);
const isGone = ({ answered }: Attempt): boolean => answered === 404 || answered === 410;
/** How long the service had failed at an event when it did for the fifth time or later, in ms. */
const failedFor = ({ wire }: Run, tries: readonly Attempt[]): number => {
  const times = tries.filter((one) => one.session && wire.isServerFault(one.answered ?? 0)).map(({ answeredAt }) => answeredAt!);
  return times.length < 5 ? 0 : times.at(-1)! - times[0]!;
};
const FAULTS_MS = 60_000;
/** A service that named a time is asked earlier only by a page that is seen again, or online, and at most this often. */
const HURRY_MS = 10_000;

/** Whether the service confirmed no event of a session for ten minutes: then pings are given up unsent. */
const wasSilent = (attempts: readonly Attempt[], at: number): boolean =>
  [...group(attempts.filter(isTaken), ({ given, session }) => session ?? given ?? '').values()].some((taken) => {
    const times = taken.map(({ answeredAt = 0 }) => answeredAt).filter((time) => time <= at);
    return times.length > 0 && at - Math.max(...times) >= SILENCE_MS;
  });

/** Whether what happened gives a right to each reason. */
function excuses(run: Run, { steps }: Viewing, attempts: readonly Attempt[], starts: readonly Attempt[][], type: string) {
  const { wire, withheld } = run;
  const hasLeft = steps.some(([, what, word]) => what === 'page' && (word === 'leave' || word === 'die'));
  const hasJumped = steps.some(([, what]) => what === 'jump');
  const isRefused = (of: readonly Attempt[]): boolean =>
    of.some((one) => wire.isFinal(one) && !isTaken(one) && !(one.session && isGone(one))) ||
    of.filter(isUnreadable).length > 2 ||
    failedFor(run, of) >= (hasJumped ? 1 : FAULTS_MS);
  // A ping is not sent to a session that was silent for ten minutes, by a clock that may have jumped.
  const hasLeapt = steps.some(([, what, ms]) => what === 'jump' && ms >= SILENCE_MS);
  return {
    refused: isRefused(attempts) || starts.some(isRefused),
    expired: attempts.some(isGone) || (type === 'ping' && hasLeapt),
    overflow: type === 'ping',
    left: hasLeft,
    unanswered: hasLeft && attempts.length > 0,
    consent: withheld.length > 0,
    destroyed: steps.some(([, what]) => what === 'destroy'),
  } satisfies Record<LostReason, boolean>;
}

/** What a page sent, event by event: nothing lost without its reason, nothing out of order, nothing twice but for want of an answer. */
export function* judgeDelivery(run: Run, viewing: Viewing): Generator<string> {
  const { attempts, diedAt, kept, lost, made, withheld } = run;
  const sent = group(attempts, ({ body }) => body);
  const losses = group(lost, ({ body }) => body);
  const copies = group(made, ({ body }) => body);
  const starts = new Map(
    made.filter(({ event }) => event.eventType === 'sessionStart').map(({ session, body }) => [session, body]),
  );

  const hasJumped = viewing.steps.some(([, what]) => what === 'jump');
  /** Within 10 s of this the page went, was frozen, or the tracker destroyed: then nothing is waited for. */
  const isForced = (time: number): boolean =>
    viewing.steps.some(
      ([at, what, word]) =>
        at >= time - HURRY_MS &&
        at <= time + HURRY_MS &&
        (what === 'destroy' || (what === 'page' && !/hide|show/.test(String(word)))),
    );

  for (const [body, [first, ...more]] of copies) {
    const tries = sent.get(body) ?? [];
    const said = losses.get(body) ?? [];
    const isUnderway = diedAt !== undefined && tries.some(({ answered }) => answered === undefined);
    const arrived = tries.some(({ takenAt }) => takenAt.length);
    if (!arrived && !said.length && !isUnderway) yield `lost without a reason: ${short(body)}`;
    if (said.length > 1 + more.length) yield `lost ${said.length} times: ${short(body)}`;
    if (said.length && !more.length && tries.some((one) => one.session && isTaken(one)))
      yield `said to be lost, and its delivery was confirmed: ${short(body)}`;
    // Where a session was lost, what it still had to send moved over to the next one, and perhaps from there on.
    const last = attempts.some(isGone) ? Infinity : first!.session;
    const openings = [...starts].filter(([place]) => place >= first!.session && place <= last);
    const excuse = excuses(
      run,
      viewing,
      tries,
      openings.map(([, start]) => sent.get(start) ?? []),
      first!.event.eventType,
    );
    const isSpare = first!.event.eventType === 'ping';
    for (const { reason, at } of said)
      if (!excuse[reason] && !(reason === 'expired' && isSpare && wasSilent(attempts, at)))
        yield `no right to be ${reason}: ${short(body)}`;
    const sessions = group(tries, ({ session }) => session ?? '');
    if (!more.length && [...sessions.values()].filter((one) => one.some(isTaken)).length > 1)
      yield `confirmed in two sessions: ${short(body)}`;
  }
  for (const body of losses.keys()) if (!copies.has(body)) yield `lost, and never made: ${short(body)}`;

  for (const [session, tries] of group(attempts, ({ session }) => session ?? '')) {
    for (const [body, same] of group(tries, (one) => one.body)) {
      const told = same.findIndex(run.wire.isFinal);
      if (told >= 0 && told < same.length - 1 && (copies.get(body)?.length ?? 0) < 2)
        yield `sent again though it was answered with ${same[told]!.answered}: ${short(body)}`;
      if (same.filter(isUnreadable).length > 3) yield `opened a fourth time, though no id could be read: ${short(body)}`;
      const hopeless = same.findIndex((_, index) => failedFor(run, same.slice(0, index + 1)) >= FAULTS_MS);
      if (!hasJumped && hopeless >= 0 && hopeless < same.length - 1) yield `tried again after 60 s of 5xx: ${short(body)}`;
      const hasty = same.findIndex(
        ({ waits = 0, answeredAt = Infinity }, index) =>
          waits > HURRY_MS && same[index + 1] && same[index + 1]!.sentAt - answeredAt < HURRY_MS && !isForced(answeredAt),
      );
      if (hasty >= 0 && !hasJumped)
        yield `sent again at ${same[hasty + 1]!.sentAt} though it was to wait for ${same[hasty]!.waits} ms: ${short(body)}`;
    }
    if (!session || tries.some(({ leaving }) => leaving)) continue;
    if (tries.some(({ besides }) => besides)) yield `two of ${session} on their way at once`;
    const bodies = [...new Set(tries.map(({ body }) => body))];
    const times = bodies.map(timeOf);
    const fall = times.findIndex((ts, index) => index && ts <= times[index - 1]!);
    if (fall > 0) yield `sent out of order in ${session}: ${short(bodies[fall]!)}`;
    const arrivals = bodies
      .filter((body) => !losses.has(body))
      .map((body) => Math.min(...tries.filter((one) => one.body === body).flatMap(({ takenAt }) => takenAt)))
      .filter(Number.isFinite);
    if (arrivals.some((at, index) => index && at < arrivals[index - 1]!)) yield `arrived out of order in ${session}`;
  }

  for (const [session, events] of group(made, (one) => String(one.session)))
    if (events.some(({ event }, index) => index && event.playerTime.ts <= events[index - 1]!.event.playerTime.ts))
      yield `ts does not rise in the session made as number ${session}`;
  for (const { sentAt, type } of attempts)
    if (withheld.some(({ from, to }) => sentAt > from && sentAt < to)) yield `sent without consent: ${type} at ${sentAt}`;
  for (const [id, events] of kept)
    for (const event of events)
      if (!copies.has(JSON.stringify(event))) yield `kept in ${id}, and never made: ${short(JSON.stringify(event))}`;
}
