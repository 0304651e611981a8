import { measure, text, type EventType, type ParsedEvent } from './parsed-event';

/** What the player does, as far as the back end knows. */
export type Player = 'idle' | 'play' | 'pause' | 'buffer';

/** A player state: how often it was started, how long it was on in ms, and since when it is on. */
export interface StateOfPlayer {
  readonly count: number;
  readonly ms: number;
  readonly since: number | undefined;
}

/** Consecutive events between which main content played and its playhead did not move. */
export interface Standstill {
  readonly events: number;
  readonly ms: number;
}

/** A session as the back end sees it after some of its events: plain data, replaced and never changed. All times in ms. */
export interface Session {
  readonly start: ParsedEvent | undefined;
  /** How many `sessionStart` came; more than one means that sessions are mixed. */
  readonly starts: number;
  /** How many events were counted. */
  readonly taken: number;
  /** The time of the latest event; undefined before the first. */
  readonly at: number | undefined;
  readonly playhead: number;
  /** When the playhead was last seen to move. */
  readonly movedAt: number;
  readonly player: Player;
  /** Since when the player has not been playing; undefined while it plays. */
  readonly restingSince: number | undefined;
  /** The first `play` on main content. */
  readonly contentStart: ParsedEvent | undefined;
  /** The highest playhead since that `play`. */
  readonly furthest: number;
  readonly adBreak: ParsedEvent | undefined;
  readonly breaks: number;
  readonly ad: ParsedEvent | undefined;
  readonly chapter: ParsedEvent | undefined;
  /** What stood when the break, or the ad that is taken to be playing, began. */
  readonly beforeBreak: Player;
  readonly beforeAd: { readonly player: Player; readonly restingSince: number | undefined; readonly at: number } | undefined;
  readonly states: ReadonlyMap<string, StateOfPlayer>;
  readonly standstill: Standstill;
  /** When a ping, play, pauseStart or bufferStart last came, or the session began. */
  readonly playbackEventAt: number;
  /** When a ping last came in this ad, or in this stretch of main content. */
  readonly pingAt: number | undefined;
  readonly isComplete: boolean;
  /** What closed it: an event, 10 minutes of silence, or 30 minutes without movement of the playhead. */
  readonly closedBy: 'sessionEnd' | 'silence' | 'standstill' | undefined;
}

/** One step of a session: what stood before an event, the event, what stands after it. */
export interface Step {
  readonly before: Session;
  readonly event: ParsedEvent;
  readonly after: Session;
}

/** At most so many names of states count in a session. */
export const MAX_STATES: number = 10;
/** Events so close were made by one call: clients of ours put 1 ms between them (D2). */
export const AT_ONCE_MS: number = 20;

/** A session without events. */
export const emptySession: Session = {
  start: undefined,
  starts: 0,
  taken: 0,
  at: undefined,
  playhead: 0,
  movedAt: 0,
  player: 'idle',
  restingSince: undefined,
  contentStart: undefined,
  furthest: -Infinity,
  adBreak: undefined,
  breaks: 0,
  ad: undefined,
  chapter: undefined,
  beforeBreak: 'idle',
  beforeAd: undefined,
  states: new Map(),
  standstill: { events: 1, ms: 0 },
  playbackEventAt: 0,
  pingAt: undefined,
  isComplete: false,
  closedBy: undefined,
};

/** What the time that follows counts for; undefined: for nothing (docs/guide/analysts.md). */
export function spentOn({ adBreak, ad, player }: Session): 'content' | 'ad' | 'pause' | 'buffer' | undefined {
  if (player === 'play') return ad ? 'ad' : adBreak ? undefined : 'content';
  return player === 'idle' ? undefined : player;
}

/** Time from the event before to this one, in ms; an event that is too late takes none. */
export const elapsed = ({ at }: Session, { ts }: ParsedEvent): number => (at === undefined ? 0 : Math.max(0, ts - at));

/** True when a playback event at once after `adStart` only repeats that the player goes on as before the ad. */
export const goesOn = ({ beforeAd }: Session, player: Player, at: number): boolean =>
  beforeAd?.player === player && at - beforeAd.at <= AT_ONCE_MS;

/** The content's length in seconds; undefined when it is not known. */
export const lengthOf = ({ start }: Session): number | undefined => (start && measure(start.params, 'media.length')) || undefined;

/** True for live content, whose playhead is the second of the day. */
export const isLive = ({ start }: Session): boolean =>
  /^(live|linear|radio)$/i.test((start && text(start.params, 'media.contentType')) ?? '');

/** The name of the state that an event starts or ends. */
export const stateOf = ({ params }: ParsedEvent): string | undefined => text(params, 'media.state.name');

/** Three events without movement are a stall (docs/guide/analysts.md); within a second a playhead in whole seconds may well stand. */
export const isStall = ({ events, ms }: Standstill): boolean => events >= 3 && ms > 1_000;

/** True when the event belongs to the session, and so counts. */
export const isTaken = ({ before, after }: Step): boolean => after.taken > before.taken;

/** True for the events that say what the player does. */
export const isPlayback = (type: EventType): boolean => type === 'play' || type === 'pauseStart' || type === 'bufferStart';
