import type { Action, Moment } from './input';
import type { Guess } from './intent';

/** One viewing of the content, as the player reports it. */
export interface Viewing {
  readonly activity?: 'playing' | 'paused' | 'seeking' | undefined;
  /** The end of a seek, the end of a break, or the beginning of a break or an ad: it waits for what follows. */
  readonly deferred?: { readonly dueAt: number; readonly action: Action } | undefined;
  /** The player ran out of data, and no frame was shown since. */
  readonly isStalled?: boolean | undefined;
  /** The viewer paused, and no frame was shown since. */
  readonly isPaused?: boolean | undefined;
  /** The viewer jumped during the pause: an end that is reached so is no completion (D32). */
  readonly hasJumpedWhilePaused?: boolean | undefined;
  /** When playback was requested during a pause, until frames run (D30). */
  readonly resumeRequestedAt?: Moment | undefined;
  /** Where a jump during a stall began; a short one belongs to the stall (D34). */
  readonly stallJumpFrom?: Moment | undefined;
  /** The machine slept; frames count again when the playhead moves (D28). */
  readonly isAsleep?: boolean | undefined;
  /** The content was played to its end (D36). */
  readonly hasContentEnded?: boolean | undefined;
  /** A session of this content was completed, and no frame of it was shown since: an ad that follows does not complete it again. */
  readonly wasCompleted?: boolean | undefined;
  /** When and where the content was unloaded, while it may return (D27). */
  readonly unloadedAt?: Moment | undefined;
  /** Its ad break ended meanwhile. */
  readonly hasBreakEnded?: boolean | undefined;
  /** When playback was requested, until the first frame (time to start). */
  readonly playRequestedAt?: number | undefined;
  readonly bitrateChangeDueAt?: number | undefined;
  readonly focusChangeDueAt?: number | undefined;
  /** A seek began since the chapter was last reported. */
  readonly hasSoughtSinceChapter?: boolean | undefined;
  /** The player failed: no request to play counts until other content comes, or frames run after all. */
  readonly hasFailed?: boolean | undefined;
  /** The page does not want this content tracked. */
  readonly isUntracked?: boolean | undefined;
  /** The page was left during the session: the next one resumes it. */
  readonly wasInterrupted?: boolean | undefined;
  /** Breaks so far, and ads so far in this break. */
  readonly adBreakCount: number;
  readonly adCount: number;
  /** The break of the player; it is reported after 250 ms or with the first frame of an ad. */
  readonly pendingAdBreak?: Action | undefined;
  /** The ad of the player, with its native object. */
  readonly currentAd?: Guess | undefined;
  /** Whether that ad has shown a frame. */
  readonly hasAdFrame?: boolean | undefined;
  /** The first frame of an ad that waits for its data. */
  readonly adFirstFrameAt?: Moment | undefined;
}

/** How the playhead moves in a viewing: apart from it, because that changes several times a second. */
export interface Movement {
  /** When and where the playhead last moved. */
  readonly lastProgress?: Moment | undefined;
  /** Seconds of the content in a second of time, in quarters. */
  readonly pace: number;
}

/** Movement before anything moved. */
export const newMovement = (): Movement => ({ pace: 1, lastProgress: undefined });

/** A viewing before anything happened. What changes often has its place from the beginning, so that copies are cheap. */
export const newViewing = (): { -readonly [M in keyof Viewing]: Viewing[M] } => ({
  adBreakCount: 0,
  adCount: 0,
  activity: undefined,
  deferred: undefined,
  isStalled: undefined,
  isPaused: undefined,
  hasJumpedWhilePaused: undefined,
  resumeRequestedAt: undefined,
  stallJumpFrom: undefined,
  isAsleep: undefined,
  hasContentEnded: undefined,
  unloadedAt: undefined,
  playRequestedAt: undefined,
  hasFailed: undefined,
  wasInterrupted: undefined,
});
