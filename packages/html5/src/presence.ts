import { listen, type Emit } from '@media-collection/core';

/**
 * Reports that a paused player leaves the document, and that it is back: its media element fires nothing then. The pause of one that
 * plays is an event of its own, except where the frame or the window around it goes.
 */
export function watchPresence(root: Element, isPaused: () => boolean, emit: Emit, signal: AbortSignal): void {
  // The document of a frame or a window that is gone keeps its elements.
  const isGone = (): boolean => !root.isConnected || root.ownerDocument.defaultView === null;
  let wasGone = isGone();
  const look = (): void => {
    if (wasGone === isGone()) return;
    wasGone = !wasGone;
    if (isPaused()) emit(wasGone ? { type: 'unloaded', mayReturn: true } : { type: 'returned' });
  };
  const tree = new MutationObserver(look);
  /** What has no box, such as an `<audio>` without controls, loses none when it leaves. */
  const watchTree = (): void => {
    for (let node: Node | undefined = root; node;) {
      const parent: Node = node.getRootNode();
      tree.observe(parent, { childList: true, subtree: true });
      node = (parent as Partial<ShadowRoot>).host;
    }
  };
  let view: Window | null | undefined;
  /** Document picture-in-picture: the page may take the player back as the window goes. */
  const watchView = (): void => {
    if (view === root.ownerDocument.defaultView) return;
    view = root.ownerDocument.defaultView;
    if (view) listen(view, { pagehide: () => void setTimeout(look) }, emit, signal);
  };
  const box = new ResizeObserver(([entry]) => {
    look();
    watchView();
    const { width, height } = entry!.contentRect;
    if (width || height) tree.disconnect();
    else watchTree();
  });
  watchTree();
  watchView();
  box.observe(root);
  // A player that moves to another document has the same box there, and media events do not bubble.
  root.addEventListener('timeupdate', watchView, true);
  signal.addEventListener('abort', () => {
    root.removeEventListener('timeupdate', watchView, true);
    box.disconnect();
    tree.disconnect();
  });
}
