import type { Emit } from '@media-collection/core';

/** The intents of a player and of its element, in which content that was let go of may return. */
export interface Return {
  readonly ofPlayer: Emit;
  readonly ofElement: Emit;
}

/**
 * Follows content that its player lets go of and takes up again (D27). A request to play is held back until the place is known where
 * it goes on: at another place it is another session. Where playback is not requested, the content is reported to be back.
 */
export function createReturn(isPlaced: () => boolean, emit: Emit): Return {
  let isUnloaded = false;
  /** When playback was requested, in ms of the page's clock. */
  let requestedAt: number | undefined;

  const ofElement: Emit = (intent) => {
    const { type } = intent;
    if (isUnloaded && type === 'playRequested' && !isPlaced()) {
      requestedAt ??= performance.now();
      return;
    }
    if (isUnloaded && type === 'paused') requestedAt = undefined;
    if (isUnloaded && /^(playRequested|durationKnown|playing|failed)$/.test(type)) {
      isUnloaded = false;
      if (requestedAt !== undefined) emit({ type: 'playRequested', agoMs: performance.now() - requestedAt });
      else if (type === 'durationKnown') emit({ type: 'returned' });
    }
    emit(intent);
  };
  return {
    ofElement,
    ofPlayer: (intent) => {
      if (intent.type !== 'unloaded') return ofElement(intent);
      isUnloaded = !!intent.mayReturn;
      requestedAt = undefined;
      emit(intent);
    },
  };
}
