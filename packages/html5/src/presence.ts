import type { Emit } from '@media-collection/core';

/**
 * Reports that a paused player leaves the document, and that it is back: its media element fires nothing then. The pause of one that
 * plays is an event of its own, except where the frame or the window around it goes.
 */
export function watchPresence(root: Element, isPaused: () => boolean, emit: Emit, signal: AbortSignal): void {
  // The document of a frame or a window that is gone keeps its elements.
  const hasView = (): boolean => root.ownerDocument.defaultView !== null;
  const isGone = (): boolean => !root.isConnected || !hasView();
  let wasGone = isGone();
  const look = (): void => {
    if (signal.aborted || wasGone === isGone()) return;
    wasGone = !wasGone;
    // Not every browser pauses what plays in a frame that goes.
    if (isPaused() || !hasView()) emit(wasGone ? { type: 'unloaded', mayReturn: true } : { type: 'returned' });
  };
  let view: Window | null = null;
  /** Document picture-in-picture: the page may take the player back as the window goes, so it is looked for in the next task. */
  const onPageHide = (): void => void setTimeout(look);
  const watchView = (): void => {
    const next = signal.aborted ? null : root.ownerDocument.defaultView;
    if (view === next) return;
    // Not by listen(): a page may have a global named `on`, which makes its window look like an emitter.
    view?.removeEventListener('pagehide', onPageHide);
    view = next;
    view?.addEventListener('pagehide', onPageHide);
  };
  const tree = new MutationObserver(look);
  let hasBox = false;
  /** What has no box, such as an `<audio>` without controls, loses none when it leaves: the trees around it are watched. */
  const watchTrees = (): void => {
    tree.disconnect();
    if (hasBox || signal.aborted) return;
    for (let node: Node | undefined = root; node;) {
      const parent: Node = node.getRootNode();
      tree.observe(parent, { childList: true, subtree: true });
      node = (parent as Partial<ShadowRoot>).host;
    }
  };
  const watch = (): void => {
    look();
    watchView();
    watchTrees();
  };
  const box = new ResizeObserver(([entry]) => {
    const { width, height } = entry!.contentRect;
    hasBox = width > 0 || height > 0;
    watch();
  });
  watch();
  box.observe(root);
  // A player may move to another document or tree without a change of its box; media events do not bubble.
  root.addEventListener('timeupdate', watch, true);
  signal.addEventListener('abort', () => {
    root.removeEventListener('timeupdate', watch, true);
    box.disconnect();
    watch();
  });
}
