import type { Emit } from '@media-collection/core';

/** The intents of a player and of its element, in which content that was let go of may return. */
export interface Return {
  readonly ofPlayer: Emit;
  readonly ofElement: Emit;
}

/**
 * Follows content that its player lets go of and takes up again (D27). The wish to play is held back until the place is known where
 * it goes on: at another place it is another viewing. Where nobody wishes to play it, the content is reported to be back.
 */
export function createReturn(isPlaced: () => boolean, emit: Emit): Return {
  let away = false;
  /** When somebody wished to play it, in ms of the page's clock. */
  let wish: number | undefined;

  const ofElement: Emit = (intent) => {
    const { type } = intent;
    if (away && type === 'playRequested' && !isPlaced()) {
      wish ??= performance.now();
      return;
    }
    if (away && type === 'paused') wish = undefined;
    if (away && /^(playRequested|durationKnown|playing|failed)$/.test(type)) {
      away = false;
      if (wish !== undefined) emit({ type: 'playRequested', agoMs: performance.now() - wish });
      else if (type === 'durationKnown') emit({ type: 'returned' });
    }
    emit(intent);
  };
  return {
    ofElement,
    ofPlayer: (intent) => {
      if (intent.type !== 'unloaded') return ofElement(intent);
      away = !!intent.mayReturn;
      wish = undefined;
      emit(intent);
    },
  };
}
