import type { Emit } from '@media-collection/core';

/**
 * Reports that a paused player leaves the document, and that it is back: its media element fires nothing then, but its box changes.
 * The pause of one that plays is an event of its own.
 */
export function watchPresence(root: Element, isPaused: () => boolean, emit: Emit, signal: AbortSignal): void {
  let away = !root.isConnected;
  // An element that never stood in the document does not leave it.
  if (away) return;
  const box = new ResizeObserver(() => {
    if (away === !root.isConnected) return;
    away = !away;
    if (isPaused()) emit(away ? { type: 'unloaded', mayReturn: true } : { type: 'returned' });
  });
  box.observe(root);
  signal.addEventListener('abort', () => box.disconnect());
}
