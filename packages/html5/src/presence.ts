import type { Emit } from '@media-collection/core';

/**
 * Reports that a paused player leaves the document, and that it is back: its media element fires nothing then, but its box changes.
 * The pause of one that plays is an event of its own.
 */
export function watchPresence(root: Element, isPaused: () => boolean, emit: Emit, signal: AbortSignal): void {
  let isRemoved = !root.isConnected;
  // An element that never stood in the document does not leave it.
  if (isRemoved) return;
  const box = new ResizeObserver(() => {
    if (isRemoved === !root.isConnected) return;
    isRemoved = !isRemoved;
    if (isPaused()) emit(isRemoved ? { type: 'unloaded', mayReturn: true } : { type: 'returned' });
  });
  box.observe(root);
  signal.addEventListener('abort', () => box.disconnect());
}
