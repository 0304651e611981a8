import type { Emit, Intent } from '@media-collection/core';
import type { ShakaPlayer } from '../player';

/** Content that has moved so often, four times a second, has begun. */
const BEGUN = 4;
/** Kept back together with the first frames. */
const OF_FRAMES = /^(playing|progress|chapter)$/;
/** These do not depend on whether the content plays. */
const BESIDE = /^(state|bitrate|durationKnown|recovered)$/;

/** The first frames of content, in front of which an ad may come. */
export interface Opening {
  /** The content has begun: what calls itself a pre-roll now came late. */
  readonly begun: boolean;
  /** Keeps back the frames that a pre-roll is to interrupt. */
  ofContent(emit: Emit): Emit;
  /** An ad begins: the frames that were kept back, unless it is a pre-roll, for then they were none of the content. */
  adBegins(isPreroll: boolean): Intent[];
}

/**
 * Content shows some frames before Shaka Player begins a pre-roll: `playing` is what makes it look for one
 * (interstitial_ad_manager.js of 5.2.12, 210 to 233). Where one is expected they are reported up to a second later, with their own time and position.
 */
export function createOpening(
  player: ShakaPlayer,
  isExpected: () => boolean,
  playheadAt: (second: number) => number | undefined,
): Opening {
  let moves = 0;
  /** Neither content nor ad was shown yet: later Shaka Player looks for no pre-roll (200 to 230). */
  let fresh = true;
  let waits = false;
  let first: { readonly time: number; readonly playhead: number | undefined } | undefined;
  const release = (): Intent[] => {
    const intents: Intent[] = first ? [{ type: 'playing', playhead: first.playhead, agoMs: performance.now() - first.time }] : [];
    first = undefined;
    return intents;
  };
  return {
    get begun() {
      return moves > BEGUN;
    },
    ofContent: (emit) => (intent) => {
      const { type } = intent;
      if (type === 'unloaded') fresh = true;
      if (type === 'playRequested') {
        moves = 0;
        waits = fresh && !intent.isLate;
      }
      moves += Number(type === 'progress');
      if (moves > BEGUN) fresh = false;
      if (type === 'playing' && waits && isExpected()) {
        const second = player.getMediaElement()!.currentTime;
        first = { time: performance.now(), playhead: playheadAt(second) };
      }
      if (type === 'playing') waits = false;
      if (first && !BESIDE.test(type)) {
        if (OF_FRAMES.test(type) && moves <= BEGUN) return;
        release().forEach(emit);
      }
      emit(intent);
    },
    adBegins: (isPreroll) => {
      waits = fresh = false;
      if (isPreroll) first = undefined;
      return release();
    },
  };
}
