import { compose } from '../wire/compose';
import type { CustomMetadata, EventType, MediaEvent, QoeData } from '../wire/events';
import type { Effect } from './effect';
import type { At, Cue, Guess } from './input';

/**
 * A start that waits for the application's answer or for the length of its content. It is a viewing of its own from the moment
 * of the request to play: whatever comes meanwhile is queued here with its own time, and is replayed when it opens (D44).
 */
export interface PendingStart {
  readonly id: number;
  readonly at: At;
  /** From then on the length is not waited for. */
  readonly until: number;
  /** What `track('sessionStart')` was given; undefined for a start of the player. */
  readonly given?: Cue | undefined;
  /** The viewing had a session before: `media.resume`. */
  readonly resume?: boolean | undefined;
  readonly answer?: Guess | undefined;
  readonly settings?: SessionSettings | undefined;
  readonly length?: number | undefined;
  /** The application was asked for the last time: whatever it answers opens the session. */
  readonly isLast?: boolean | undefined;
  /** The viewing has ended: nothing is added to it, and only its answer is missing. */
  readonly isOver?: boolean | undefined;
  /** The quality as it is known now, and as it was known before the first frame. */
  readonly qoe: QoeData;
  readonly openingQoe?: QoeData | undefined;
  readonly queue: readonly Cue[];
}

/** What the viewer gets; `init` until play or pause was first reported. */
export type Playback = 'init' | 'play' | 'pause' | 'seek' | 'buffer';

/** What may differ from session to session, in milliseconds. */
export interface SessionSettings {
  readonly prerollWait: number;
  readonly adPingInterval: number;
}

/** What opens and must close: content, chapter, ad break, ad. */
export interface Span {
  readonly params: Readonly<Record<string, unknown>>;
  readonly customMetadata: CustomMetadata;
}

/** What a session that takes over must be told. */
export interface Standing {
  readonly chapter?: Span | undefined;
  readonly adBreak?: Span | undefined;
  readonly ad?: Span | undefined;
  /** Player states in the order in which they first came up. */
  readonly states: Readonly<Record<string, boolean>>;
  /** The playback state that the back end was last told. */
  readonly announced: Playback;
  readonly qoe: QoeData;
}

/** Everything that is known of one viewing, and of the next one while none is open. Plain JSON; times in milliseconds. */
export interface Session extends Standing, SessionSettings {
  /** Latest time seen; `skew` is added to clocks that fell (D2). */
  readonly time: number;
  readonly skew: number;
  /** Seconds; negative while nobody has told it. */
  readonly playhead: number;
  /** The player said last that it does not know its place. */
  readonly isPlaceless?: boolean | undefined;
  /** Last `ts` on the wire (D2). */
  readonly ts: number;
  /** When the tracker's timer will ring. */
  readonly armed?: number | undefined;

  /** The `sessionStart` of the open session, which a restart repeats. */
  readonly content?: Span | undefined;
  /** Ended by the idle rule, or lost: restarts when the viewer goes on. */
  readonly dormant?: boolean | undefined;
  /** A lost session restarts when the playhead leaves this second (D16). */
  readonly stuck?: number | undefined;
  /** How many sessions in a row the service lost before it had taken a single event of them; kept over contents. */
  readonly unheard: number;
  /** A lost session restarts no sooner. */
  readonly retryAt?: number | undefined;
  /** The player broke: no wish to play counts until other content comes, or frames run after all. */
  readonly broken?: boolean | undefined;
  /** media() said null. */
  readonly untracked?: boolean | undefined;
  /** The page was left during a session: the next one resumes it. */
  readonly left?: boolean | undefined;
  /** Where sessions were broken off by their end, if they were, the last one first: content that goes on near it resumes (D27). */
  readonly brokenOff: readonly { readonly id: unknown; readonly playhead: number | undefined }[];

  /** Consent was withdrawn: nothing is sent, and a session that goes on is only remembered. */
  readonly isWithdrawn?: boolean | undefined;
  /** The open content is remembered without consent; with it, a new session opens, which resumes if there was one before. */
  readonly withheld?: { readonly resume: boolean } | undefined;
  /** What `track('sessionStart')` of the open session was given. */
  readonly given?: Cue | undefined;

  readonly wish: 'init' | 'play' | 'pause';
  readonly seeking?: boolean | undefined;
  readonly buffering?: boolean | undefined;
  /** From when the next ping counts. */
  readonly pinged: number;
  readonly idleSince?: number | undefined;
  /** Start of the 24 hours. */
  readonly startedAt: number;
  /** When the second play is due; 0 once it was sent. */
  readonly echo?: number | undefined;
  /** The QoE last sent, as JSON. */
  readonly reported: string;

  /** Starts that wait, in their order; all but the last one have ended. Empty while a session is open. */
  readonly starts: readonly PendingStart[];
  readonly startCount: number;
  /** What came since the session was opened, while a pre-roll may come. */
  readonly queue: readonly Cue[];
  readonly queueUntil?: number | undefined;

  /** What the player does by its own account. */
  readonly doing?: 'run' | 'halt' | 'seek' | undefined;
  /** The end of a seek, an end of a break, or what an ad begins with: it waits for what follows. */
  readonly held?: { readonly until: number; readonly cue: Cue } | undefined;
  /** When and where the playhead of a player last moved. */
  readonly moved?: At | undefined;
  /** Seconds of the content in a second of time, in quarters. */
  readonly pace: number;
  /** The player ran out of data, and no frame came since. */
  readonly isDry?: boolean | undefined;
  /** The viewer paused, and no frame came since. */
  readonly isHalted?: boolean | undefined;
  /** The viewer jumped during the pause: an end that is reached so is no completion (D32). */
  readonly isCutShort?: boolean | undefined;
  /** The wish to play behind a pause, until frames run (D30). */
  readonly playAgain?: At | undefined;
  /** Where a jump began that may belong to the buffering (D34). */
  readonly nudge?: At | undefined;
  /** The machine slept; frames count again when the playhead moves (D28). */
  readonly isAsleep?: boolean | undefined;
  /** The content was played to its end (D36). */
  readonly contentEnded?: boolean | undefined;
  /** Where the content was unloaded, while it may return (D27). */
  readonly away?: At | undefined;
  /** The wish to play, until the first frame (timeToStart). */
  readonly wished?: number | undefined;
  /** The bitrate that was last told as such, and when; kept over replays. */
  readonly rate?: { readonly kbps: number; readonly time: number } | undefined;
  /** The latest bitrate of the player. */
  readonly kbps?: number | undefined;
  /** When a change of the bitrate, or of the focus, may be told. */
  readonly rateDue?: number | undefined;
  readonly focusDue?: number | undefined;
  /** A seek began since the chapter was last said. */
  readonly jumped?: boolean | undefined;
  /** States of the player, kept over sessions. */
  readonly player: Readonly<Record<string, boolean>>;
  /** Breaks so far, and ads so far in this break, as counted for adapters. */
  readonly breaks: number;
  readonly ads: number;
  /** A player's break, as it will be told when it outlasts its hold; the ad in it, with the player's own object, and whether it showed a frame. */
  readonly pod?: Cue | undefined;
  readonly spot?: Guess | undefined;
  readonly shown?: boolean | undefined;
  /** The first frame of an ad that waits for its data. */
  readonly adAt?: At | undefined;
}

/** A session being worked on. */
export type Draft = { -readonly [K in keyof Session]: Session[K] } & {
  readonly effects: (Effect | string)[];
  /** Time and place of what is being handled: its own, also when it was held or queued. */
  at: At;
  /** The state event is due again even if nothing changed. */
  flush: boolean;
  /** Machine or page slept for so long that the service gave the session up: the second where the playhead stood. */
  slept?: number | undefined;
};

/** What ends with a session on the wire. */
const untold = {
  ts: 0,
  content: undefined,
  given: undefined,
  withheld: undefined,
  dormant: undefined,
  stuck: undefined,
  retryAt: undefined,
  wish: 'init',
  seeking: undefined,
  buffering: undefined,
  announced: 'init',
  pinged: 0,
  idleSince: undefined,
  startedAt: 0,
  echo: undefined,
  states: {},
  chapter: undefined,
  adBreak: undefined,
  ad: undefined,
  qoe: {},
  reported: '{}',
  queue: [],
  queueUntil: undefined,
} as const satisfies Partial<Session>;

/** What ends with a viewing, as the player reports it. */
const unseen = {
  broken: undefined,
  untracked: undefined,
  left: undefined,
  doing: undefined,
  held: undefined,
  moved: undefined,
  pace: 1,
  isDry: undefined,
  isHalted: undefined,
  isCutShort: undefined,
  playAgain: undefined,
  nudge: undefined,
  isAsleep: undefined,
  contentEnded: undefined,
  away: undefined,
  wished: undefined,
  rateDue: undefined,
  focusDue: undefined,
  jumped: undefined,
  breaks: 0,
  ads: 0,
  pod: undefined,
  spot: undefined,
  shown: undefined,
  adAt: undefined,
} as const satisfies Partial<Session>;

/** A session before anything happened. */
export const idle = (prerollWait: number, adPingInterval: number): Session => ({
  ...untold,
  ...unseen,
  prerollWait,
  adPingInterval,
  time: 0,
  skew: 0,
  playhead: -1,
  starts: [],
  startCount: 0,
  brokenOff: [],
  unheard: 0,
  player: {},
});

/** Forgets the session on the wire. */
export const endSession = (s: Draft): void => void Object.assign(s, untold);

/** Forgets the viewing of the player. */
export const endViewing = (s: Draft): void => void Object.assign(s, unseen);

/** The start that the viewing waits with, if it does. */
export const currentStart = ({ starts }: Session): PendingStart | undefined => {
  const last = starts[starts.length - 1];
  return last?.isOver ? undefined : last;
};

/** Whether there is a viewing, on the wire or waiting for it. */
export const hasViewing = (s: Session): boolean => !!(s.content ?? currentStart(s));

/** The playback state of R-25: the first that is true. */
export const playbackOf = ({ buffering, seeking, wish }: Session): Playback => (buffering ? 'buffer' : seeking ? 'seek' : wish);

const DAY_S = 86_400;

/** Whether content counts in seconds of the day. */
export const isLive = (params: object | undefined): boolean =>
  /^live$/i.test(String((params as Record<string, unknown> | undefined)?.['media.contentType']));

/** Makes an event: its time strictly rises (D2), live plays in seconds of the day, QoE rides when it is news (R-68 to R-69b). */
export function write(s: Draft, type: EventType, params?: object, customMetadata?: object): MediaEvent {
  const { time, playhead } = s.at;
  const live = isLive(s.content!.params);
  const known = JSON.stringify(s.qoe);
  const isError = type === 'error';
  const rides = !/^state/.test(type) && (/^(bitrateC|sessionS|error)/.test(type) || known !== s.reported);
  if (rides && !isError) s.reported = known;
  s.ts = Math.max(Math.trunc(time), s.ts + 1);
  return compose(
    type,
    { playhead: live ? (playhead < 0 ? time / 1_000 : playhead) % DAY_S : Math.max(playhead, 0), ts: s.ts },
    { params: isError ? {} : params, qoeData: { ...(rides && s.qoe), ...(isError && params) }, customMetadata },
  );
}

/** Sends an event, unless the session is only remembered. */
export function send(s: Draft, type: EventType, params?: object, customMetadata?: object): void {
  if (s.dormant) return;
  const { chapter, adBreak, ad, states, announced, qoe } = s;
  s.effects.push({
    do: 'send',
    event: write(s, type, params, customMetadata),
    before: { chapter, adBreak, ad, states, announced, qoe },
    spare: type === 'ping',
  });
}
