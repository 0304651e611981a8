import { isFlagged, type EventType, type ParsedEvent } from './parsed-event';
import { AT_ONCE_MS, elapsed, goesOn, MAX_STATES, spentOn, stateOf, type Player, type Session, type Standstill } from './session';
import { WINDOW_MS } from './window';

/** After how much silence, or how long without movement of the playhead, the back end closes a session, in ms. */
const SILENCE_MS = 600_000;
const STANDSTILL_MS = 1_800_000;

type Change = (session: Session, event: ParsedEvent, at: number) => Partial<Session>;

const turn =
  (player: Player): Change =>
  (session, _event, at) => ({
    player,
    ...(goesOn(session, player, at) && { restingSince: session.beforeAd?.restingSince }),
    beforeAd: undefined,
  });

const endAd: Change = () => ({ ad: undefined, pingAt: undefined });
const endChapter: Change = () => ({ chapter: undefined });
const endSpans = { ad: undefined, adBreak: undefined, chapter: undefined, player: 'idle' } as const satisfies Partial<Session>;

/** What each event changes; what is not open cannot be closed, and an ad outside a break is none. */
const changes: { readonly [T in EventType]?: Change } = {
  sessionStart: (_session, start) => ({ start }),
  play: (session, event, at) => ({
    ...turn('play')(session, event, at),
    contentStart: session.contentStart ?? (session.adBreak ? undefined : event),
  }),
  pauseStart: turn('pause'),
  bufferStart: turn('buffer'),
  adBreakStart: ({ adBreak, beforeBreak, player, breaks }, event) => ({
    adBreak: event,
    ad: undefined,
    breaks: breaks + 1,
    beforeBreak: adBreak ? beforeBreak : player,
  }),
  adStart: ({ adBreak, player, restingSince }, event, at) =>
    adBreak ? { ad: event, player: 'play', beforeAd: { player, restingSince, at }, pingAt: undefined } : {},
  adComplete: endAd,
  adSkip: endAd,
  // Content that played before the break plays on, unless the player has paused meanwhile; what did not play waits for `play`.
  adBreakComplete: ({ adBreak, beforeBreak, player }) =>
    adBreak
      ? { adBreak: undefined, ad: undefined, player: beforeBreak === 'play' ? player : beforeBreak, pingAt: undefined }
      : {},
  chapterStart: (_session, event) => ({ chapter: event }),
  chapterComplete: endChapter,
  chapterSkip: endChapter,
  stateStart: ({ states }, event, at) => {
    const name = stateOf(event);
    if (name === undefined || (!states.has(name) && states.size >= MAX_STATES)) return {};
    const { count, ms, since } = states.get(name) ?? { count: 0, ms: 0, since: undefined };
    return { states: new Map(states).set(name, { count: count + 1, ms, since: since ?? at }) };
  },
  stateEnd: ({ states }, event, at) => {
    const name = stateOf(event) ?? '';
    const state = states.get(name);
    if (state?.since === undefined) return {};
    return { states: new Map(states).set(name, { ...state, ms: state.ms + at - state.since, since: undefined }) };
  },
  sessionComplete: () => ({ ...endSpans, isComplete: true }),
  sessionEnd: () => ({ ...endSpans, closedBy: 'sessionEnd' }),
};

const isDownloaded = (start: ParsedEvent | undefined): boolean => isFlagged(start?.params['media.downloaded']);

/** Downloaded content comes in one call when all is over, so nothing can time out. */
function closing({ at, movedAt, start }: Session, { ts }: ParsedEvent): Session['closedBy'] {
  if (at === undefined || isDownloaded(start)) return undefined;
  // Late events are waited for.
  return ts - at > SILENCE_MS + WINDOW_MS ? 'silence' : ts - movedAt > STANDSTILL_MS + WINDOW_MS ? 'standstill' : undefined;
}

/**
 * How long the back end waited in vain before it closed the session, in ms: 0 when an event ended it, otherwise 10 minutes, or
 * what was left of the 30 minutes without movement of the playhead.
 */
export function silenceWaited({ at, movedAt, start, closedBy, isComplete }: Session): number {
  if (at === undefined || closedBy === 'sessionEnd' || isComplete || isDownloaded(start)) return 0;
  return Math.max(0, Math.min(SILENCE_MS, movedAt + STANDSTILL_MS - at));
}

function standstillOf(session: Session, event: ParsedEvent): Standstill {
  const ms = elapsed(session, event);
  const hasMoved = event.playhead !== undefined && event.playhead !== session.playhead;
  if (hasMoved || spentOn(session) !== 'content') return { events: 1, ms: 0 };
  const { standstill } = session;
  return { events: standstill.events + (ms > AT_ONCE_MS ? 1 : 0), ms: standstill.ms + ms };
}

const announces = /^(sessionStart|ping|play|pauseStart|bufferStart)$/;

/**
 * Says how a session stands after one more event.
 * What comes after its end, and a second `sessionStart`, change nothing; an event that is too late counts as of now.
 */
export function follow(session: Session, event: ParsedEvent): Session {
  const isStart = event.type === 'sessionStart';
  const starts = session.starts + (isStart ? 1 : 0);
  if (isStart && session.start) return { ...session, starts };
  const closedBy = session.closedBy ?? closing(session, event);
  if (closedBy) return { ...session, starts, closedBy };

  const at = Math.max(session.at ?? event.ts, event.ts);
  const playhead = event.playhead ?? session.playhead;
  const taken: Session = {
    ...session,
    starts,
    taken: session.taken + 1,
    at,
    playhead,
    furthest: session.contentStart ? Math.max(session.furthest, playhead) : session.furthest,
    movedAt: session.taken === 0 || playhead !== session.playhead ? at : session.movedAt,
    standstill: standstillOf(session, event),
    playbackEventAt: session.taken === 0 || announces.test(event.type) ? at : session.playbackEventAt,
    pingAt: event.type === 'ping' ? at : session.pingAt,
  };
  const changed: Session = { ...taken, ...changes[event.type]?.(taken, event, at) };
  return { ...changed, restingSince: changed.player === 'play' ? undefined : (changed.restingSince ?? at) };
}
