import type { QoeData } from '../wire/events';
import type { Effect } from './effect';
import type { Action, Moment } from './input';
import type { Guess } from './intent';
import type { Playback, PlaybackState, SessionSettings, SessionSnapshot, Span } from './snapshot';
import { newMovement, newViewing, type Movement, type Viewing } from './viewing';

/**
 * A start that waits for the answer of the page or for the length of its content. It is a viewing of its own from the moment
 * of the request to play: whatever happens meanwhile is queued here with its own time, and is replayed when it opens (D44).
 */
export interface PendingStart {
  readonly id: number;
  readonly at: Moment;
  /** From this time on the length is not waited for. */
  readonly lengthDeadline: number;
  /** What `track('sessionStart')` was given; undefined for a start of the player. */
  readonly given?: Action | undefined;
  /** The viewing had a session before: `media.resume`. */
  readonly isResumed?: boolean | undefined;
  /** The answer of the page. */
  readonly info?: Guess | undefined;
  readonly settings?: SessionSettings | undefined;
  readonly length?: number | undefined;
  /** The page was asked again, because more is known of the content, and has not answered yet. */
  readonly awaitsInfo?: boolean | undefined;
  /** The page was asked for the last time: its answer opens the session, whatever it lacks. */
  readonly isLastRequest?: boolean | undefined;
  /** The viewing has ended: nothing is added to it, and only the answer is missing. */
  readonly hasEnded?: boolean | undefined;
  /** Its session stays open: what happened until then is sent, without an end. */
  readonly keptAt?: Moment | undefined;
  /** The quality as it is known now, and as it was known before the first frame. */
  readonly qoe: QoeData;
  readonly openingQoe?: QoeData | undefined;
  readonly queue: readonly Action[];
}

/** The clock of the session, in milliseconds. It never falls: while the wall clock is behind, `offset` grows (D2). */
export interface SessionClock {
  /** The latest time. */
  readonly now: number;
  /** By the monotonic clock (`Clock.elapsed()`), at the last input. */
  readonly elapsed: number | undefined;
  /** What is added to the wall clock. */
  readonly offset: number;
  /** The offset before the current session opened; the times of its events do not include it. */
  readonly sessionOffset: number;
  /** When the timer of the tracker will ring. */
  readonly timerDueAt?: number | undefined;
}

/** What is known of the player and its content; kept over replays. */
export interface Player {
  /** Seconds; negative while it is not known. */
  readonly playhead: number;
  /** The player reported last that it does not know its playhead. */
  readonly isPlayheadUnknown?: boolean | undefined;
  /** Player states by name. */
  readonly states: Readonly<Record<string, boolean>>;
  readonly kbps?: number | undefined;
  /** The bitrate that was reported last, and when. */
  readonly lastBitrate?: { readonly kbps: number; readonly time: number } | undefined;
}

/** What waits for a session. */
export interface Pending {
  /** Starts in their order; all but the last one have ended. Empty while a session is open. */
  readonly starts: readonly PendingStart[];
  readonly startCount: number;
  /** The quality that became known while nothing was played; it rides on the next `sessionStart`. */
  readonly qoe: QoeData;
}

/** When an event was last sent, and what is due next. */
export interface Heartbeat {
  /** The next ping counts from then on. */
  readonly lastAt: number;
  /** When the second `play` is due; 0 once it was sent. */
  readonly secondPlayDueAt?: number | undefined;
}

/** One session on the wire. */
export interface Tracked {
  /** The `sessionStart`, which a session that resumes repeats. */
  readonly content: Span;
  /** What `track('sessionStart')` was given. */
  readonly given?: Action | undefined;
  /** Start of the 24 hours. */
  readonly startedAt: number;
  /** The last `ts` on the wire (D2). */
  readonly lastTs: number;
  /** Ended by the idle rule, or lost: another session opens when the viewer goes on. */
  readonly isSuspended?: boolean | undefined;
  /** A lost session is replaced when the playhead leaves this second (D16). */
  readonly resumeAfterPlayhead?: number | undefined;
  /** A lost session is replaced no sooner. */
  readonly retryAt?: number | undefined;
  /** Not sent for lack of consent; with consent a new session opens, which resumes if there was one before. */
  readonly withheld?: { readonly isResumed: boolean } | undefined;
  readonly playback: PlaybackState;
  readonly reported: SessionSnapshot;
  /** The quality that was sent last. */
  readonly reportedQoe: QoeData;
  readonly heartbeat: Heartbeat;
  readonly idleSince?: number | undefined;
  /** What happened since the session opened, while a pre-roll may come. */
  readonly queue: readonly Action[];
  readonly queueDeadline?: number | undefined;
}

/** What outlives viewings and sessions. */
export interface History {
  /** Consent was withdrawn: nothing is sent. */
  readonly isWithdrawn?: boolean | undefined;
  /** How many sessions in a row the service lost before it had taken an event of them. */
  readonly lostInARow: number;
  /** Contents whose sessions ended, the last one first; `playhead` is where a session was broken off: content that goes on near it resumes (D27). */
  readonly brokenOff: readonly { readonly id: unknown; readonly playhead: number | undefined }[];
}

/** Everything that a tracker knows, grouped by how long it lasts. Plain JSON; times in milliseconds. */
export interface Session {
  readonly config: SessionSettings;
  readonly clock: SessionClock;
  readonly history: History;
  readonly player: Player;
  readonly viewing: Viewing;
  readonly movement: Movement;
  readonly pending: Pending;
  /** Undefined while no session is open. */
  readonly tracked?: Tracked | undefined;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A session during one step: its own copy of each group, which the handlers change. What the groups hold is immutable. */
export type Draft = { -readonly [G in keyof Session]: G extends 'config' ? SessionSettings : Mutable<Session[G]> } & {
  readonly effects: (Effect | string)[];
  /** Time and place of what is being handled: its own, also when it was deferred or queued. */
  at: Moment;
  /** The playback state must be reported again even if it did not change. */
  mustReportPlayback: boolean;
  /** The machine slept for so long that the service gave the session up: the second where the playhead stood. */
  sleptAtPlayhead?: number | undefined;
};

/** A draft with an open session. */
export type TrackedDraft = Draft & { tracked: Mutable<Tracked> };

/** A session before anything happened. */
export const createSession = (config: SessionSettings): Session => ({
  config,
  clock: { now: 0, elapsed: 0, offset: 0, sessionOffset: 0, timerDueAt: undefined },
  history: { lostInARow: 0, brokenOff: [] },
  player: { playhead: -1, isPlayheadUnknown: undefined, states: {} },
  viewing: newViewing(),
  movement: newMovement(),
  pending: { starts: [], startCount: 0, qoe: {} },
});

/** A copy of a session for one step. */
export const draftOf = ({ config, clock, history, player, viewing, movement, pending, tracked }: Session): Draft => ({
  config,
  clock: { ...clock },
  history: { ...history },
  player: { ...player },
  viewing: { ...viewing },
  movement: { ...movement },
  pending: { ...pending },
  tracked: tracked && { ...tracked },
  effects: [],
  at: { time: clock.now, playhead: player.playhead },
  mustReportPlayback: false,
});

/** The state of a session that opens. */
export const newTracked = (content: Span, given: Action | undefined, qoe: QoeData): Mutable<Tracked> => ({
  content,
  given,
  startedAt: 0,
  lastTs: 0,
  playback: { intended: 'init', isSeeking: false, isBuffering: false },
  reported: { states: {}, playback: 'init', qoe },
  reportedQoe: {},
  heartbeat: { lastAt: 0 },
  queue: [],
});

/** Whether a session is open. */
export const isTracked = (s: Draft): s is TrackedDraft => !!s.tracked;

/** Whether a session is open that the service knows. */
export const isActive = ({ tracked }: Session): boolean => !!tracked && !tracked.isSuspended;

/** The start that the viewing waits with, if it does. */
export const currentStart = ({ pending: { starts } }: Session): PendingStart | undefined => {
  const last = starts[starts.length - 1];
  return last?.hasEnded ? undefined : last;
};

/** Whether there is a viewing, on the wire or waiting for it. */
export const hasViewing = (s: Session): boolean => !!(s.tracked ?? currentStart(s));

/** The playback state of R-25: the first that is true. */
export const playbackOf = ({ tracked }: Session): Playback => {
  if (!tracked) return 'init';
  const { intended, isSeeking, isBuffering } = tracked.playback;
  return isBuffering ? 'buffer' : isSeeking ? 'seek' : intended;
};

/** Whether the open session plays. */
export const isPlaying = (s: Session): boolean => playbackOf(s) === 'play';

/** Whether the playhead of content counts in seconds of the day. */
export const isLive = (params: object | undefined): boolean =>
  /^live$/i.test(String((params as Record<string, unknown> | undefined)?.['media.contentType']));
