import type { CustomMetadata, QoeData } from '../wire/events';
import type { At, Cue, Guess, Input } from './input';

/** What the viewer gets; `init` until play or pause was first reported. */
export type Playback = 'init' | 'play' | 'pause' | 'seek' | 'buffer';

/** What opens and must close: content, chapter, ad break, ad. */
export interface Span {
  readonly params: Readonly<Record<string, unknown>>;
  readonly customMetadata: CustomMetadata;
}

/** Cues that are acted on in one step, with the time of their own. */
export interface Deed {
  readonly cues: readonly Cue[];
  readonly at: At;
  /** Said by the application, which hears of refusals. */
  readonly byHand?: boolean;
}

/** An opening that waits for the application's answer, or for data: the content's length, or an ad's. */
export interface Pending {
  readonly about: 'media' | 'ad';
  readonly at: At;
  readonly until: number;
  readonly guess: Guess;
  /** What `track('sessionStart')` was given. */
  readonly given?: Cue;
  /** The application has been asked. */
  readonly asked?: boolean;
}

/** Everything that is known of one viewing, and of the next one while none is open. Plain JSON. */
export interface Session {
  /** Milliseconds. */
  readonly prerollWait: number;
  /** Milliseconds. */
  readonly adPingInterval: number;

  /** `dormant`: ended by the idle rule or lost, restarts when the viewer goes on. `untracked`: media() said null. */
  readonly phase: 'none' | 'untracked' | 'open' | 'dormant';
  /** The `sessionStart` that a restart repeats. */
  readonly content: Span | undefined;
  /** Latest time seen; `skew` is added to clocks that fell (D2). */
  readonly time: number;
  readonly skew: number;
  /** Seconds; negative while nobody has told it. */
  readonly playhead: number;
  /** Last `ts` on the wire (D2). */
  readonly ts: number;

  readonly wish: 'init' | 'play' | 'pause';
  readonly seeking: boolean;
  readonly buffering: boolean;
  /** The playback state that the back end was last told. */
  readonly announced: Playback;
  /** From when the next ping counts. */
  readonly pinged: number;
  readonly idleSince: number | undefined;
  /** Start of the 24 hours. */
  readonly startedAt: number;
  /** When the second play is due; 0 once it was sent. */
  readonly echo: number | undefined;
  /** A lost session restarts when the playhead leaves this second (D16). */
  readonly stuck: number | undefined;

  readonly chapter: Span | undefined;
  readonly adBreak: Span | undefined;
  readonly ad: Span | undefined;
  /** Breaks so far, and ads so far in this break, as counted for adapters. */
  readonly breaks: number;
  readonly ads: number;
  /** Player states in the order in which they first came up. */
  readonly states: Readonly<Record<string, boolean>>;
  readonly qoe: QoeData;
  /** The QoE last sent, as JSON. */
  readonly reported: string;

  /** The pre-roll wait: what came since the start. */
  readonly queue: readonly Deed[];
  readonly queueUntil: number | undefined;

  readonly pending: Pending | undefined;
  /** What came while something was pending. */
  readonly later: readonly Input[];
  /** An end of a seek or a start of a break that waits for what follows. */
  readonly held: (Deed & { readonly kind: 'seek' | 'stall' | 'break'; readonly until: number }) | undefined;
  /** When and where the playhead last moved, for players that say so. */
  readonly moved: At | undefined;
  /** The wish to play, until the first frame (timeToStart). */
  readonly wished: number | undefined;
  /** States of the player, kept over sessions. */
  readonly player: Readonly<Record<string, boolean>>;
  /** The page was left during a session: the next one resumes it. */
  readonly left: boolean;
  /** When the tracker's timer will ring. */
  readonly armed: number | undefined;
}

/** A session being worked on inside {@link reduce}. */
export type Draft = { -readonly [K in keyof Session]: Session[K] };

/** The session before anything happened; both numbers in milliseconds. */
export const idle = (prerollWait: number, adPingInterval: number): Session => ({
  prerollWait,
  adPingInterval,
  phase: 'none',
  content: undefined,
  time: 0,
  skew: 0,
  playhead: -1,
  ts: 0,
  wish: 'init',
  seeking: false,
  buffering: false,
  announced: 'init',
  pinged: 0,
  idleSince: undefined,
  startedAt: 0,
  echo: undefined,
  stuck: undefined,
  chapter: undefined,
  adBreak: undefined,
  ad: undefined,
  breaks: 0,
  ads: 0,
  states: {},
  qoe: {},
  reported: '{}',
  queue: [],
  queueUntil: undefined,
  pending: undefined,
  later: [],
  held: undefined,
  moved: undefined,
  wished: undefined,
  player: {},
  left: false,
  armed: undefined,
});

/** The playback state of R-25: the first that is true. */
export const playbackOf = (session: Session): Playback =>
  session.buffering ? 'buffer' : session.seeking ? 'seek' : session.wish;
