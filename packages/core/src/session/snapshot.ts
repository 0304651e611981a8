import type { CustomMetadata, QoeData } from '../wire/events';

/** What opens and must close: the content, a chapter, an ad break, an ad. */
export interface Span {
  readonly params: Readonly<Record<string, unknown>>;
  readonly customMetadata: CustomMetadata;
}

/** The playback state of a session; `init` until play or pause was first reported. */
export type Playback = 'init' | 'play' | 'pause' | 'seek' | 'buffer';

/** Playback as it was requested, and what interrupts it. */
export interface PlaybackState {
  readonly intended: 'init' | 'play' | 'pause';
  readonly isSeeking: boolean;
  readonly isBuffering: boolean;
}

/** What a service knows of a session: a session that replaces it must report the same. Immutable. */
export interface SessionSnapshot {
  readonly chapter?: Span | undefined;
  readonly adBreak?: Span | undefined;
  readonly ad?: Span | undefined;
  /** Player states in the order in which they were first reported. */
  readonly states: Readonly<Record<string, boolean>>;
  /** The playback state that was reported last. */
  readonly playback: Playback;
  /** The quality as it is known; it may not have been reported yet. */
  readonly qoe: QoeData;
}

/** Settings that may differ from session to session, in milliseconds. */
export interface SessionSettings {
  readonly prerollWait: number;
  /** Of the main content; 10,000 where it is left out. */
  readonly pingInterval?: number;
  readonly adPingInterval: number;
}
