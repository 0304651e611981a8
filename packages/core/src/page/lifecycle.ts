/** Handlers for what happens to the page. */
export interface Page {
  /** The page is being left; it may go to the back/forward cache. */
  leave(event: Pick<PageTransitionEvent, 'persisted'>): void;
  /** The same, in a listener of its own: Firefox ends one listener of a page that it closes, at any moment, and the next one runs. */
  leaveAgain(event: Pick<PageTransitionEvent, 'persisted'>): void;
  /** The page is hidden. */
  hide(): void;
  /** The page is online or visible again, or back from the back/forward cache. */
  wake(): void;
}

/** Watches the page until the signal aborts; false where there is no page. */
export function watchPage(page: Page, signal: AbortSignal): boolean {
  // React Native has a window without events.
  if (typeof window === 'undefined' || !window.addEventListener) return false;
  // Each tracker has its own listeners, and nothing of the library runs before them.
  // `beforeunload` and `unload` do not fire on phones, and keep the page out of the back/forward cache (https://web.dev/articles/bfcache).
  const look = (): void => (document.hidden ? page.hide : page.wake)();
  const bind = (): void => {
    const method = signal.aborted ? 'removeEventListener' : 'addEventListener';
    // What stands for a window may lack the second one.
    if (!window[method]) return;
    window[method]('pagehide', page.leave as never);
    window[method]('pagehide', page.leaveAgain as never);
    window[method]('online', page.wake);
    window[method]('pageshow', page.wake);
    globalThis.document?.[method]?.('visibilitychange', look);
  };
  bind();
  signal.addEventListener('abort', bind);
  return true;
}
