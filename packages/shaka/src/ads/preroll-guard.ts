import type { Emit, Intent } from '@media-collection/core';
import type { ShakaPlayer } from '../player';

/** Content that has moved so often, four times a second, has begun. */
const BEGUN_AFTER_MOVES = 4;
/** Content that stands further on, in seconds, as its pre-roll comes begins there, at a second that its page gave. */
export const MAX_BEGUN = 1;
/** Kept back together with the first frames. */
const OF_FRAMES = /^(playing|progress|chapter)$/;
/** These do not depend on whether the content plays. */
const BESIDE = /^(state|bitrate|durationKnown|recovered)$/;

/** The first frames of content, in front of which an ad may come. */
export interface PrerollGuard {
  /** The content has begun: what calls itself a pre-roll now came late. */
  readonly hasBegun: boolean;
  /** Where its first frame was, while that is kept back; undefined where nobody knows. */
  readonly begunAt: number | undefined;
  /** Keeps back the frames that a pre-roll is to interrupt. */
  ofContent(emit: Emit): Emit;
  /** An ad begins: the frames that were kept back, unless it is a pre-roll, for then they were none of the content. */
  adBegins(isPreroll: boolean): Intent[];
}

/**
 * Content shows some frames before Shaka Player begins a pre-roll: `playing` is what makes it look for one
 * (interstitial_ad_manager.js of 5.2.12, 210 to 233). Where one is expected they are reported up to a second later, with their own time and position.
 */
export function createPrerollGuard(
  player: ShakaPlayer,
  isExpected: () => boolean,
  playheadAt: (second: number) => number | undefined,
): PrerollGuard {
  let moves = 0;
  /** Neither content nor ad was shown yet: later Shaka Player looks for no pre-roll (200 to 230). */
  let mayHavePreroll = true;
  let awaitsFirstFrame = false;
  let first: { readonly time: number; readonly playhead: number | undefined } | undefined;
  const release = (): Intent[] => {
    const intents: Intent[] = first ? [{ type: 'playing', playhead: first.playhead, agoMs: performance.now() - first.time }] : [];
    first = undefined;
    return intents;
  };
  return {
    get hasBegun() {
      return moves > BEGUN_AFTER_MOVES;
    },
    get begunAt() {
      return first?.playhead;
    },
    ofContent: (emit) => (intent) => {
      const { type } = intent;
      if (type === 'unloaded') mayHavePreroll = true;
      if (type === 'playRequested') {
        moves = 0;
        awaitsFirstFrame = mayHavePreroll && !intent.isLate;
      }
      moves += Number(type === 'progress');
      if (moves > BEGUN_AFTER_MOVES) mayHavePreroll = false;
      if (type === 'playing' && awaitsFirstFrame && isExpected()) {
        const { playhead = playheadAt(player.getMediaElement()!.currentTime), agoMs = 0 } = intent;
        first = { time: performance.now() - agoMs, playhead };
      }
      if (type === 'playing') awaitsFirstFrame = false;
      if (first && !BESIDE.test(type)) {
        if (OF_FRAMES.test(type) && moves <= BEGUN_AFTER_MOVES) return;
        release().forEach(emit);
      }
      emit(intent);
    },
    adBegins: (isPreroll) => {
      awaitsFirstFrame = mayHavePreroll = false;
      if (isPreroll) first = undefined;
      return release();
    },
  };
}
