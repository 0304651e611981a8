/** What can happen to the page. */
export interface Page {
  /** The page goes away, perhaps into the back/forward cache. */
  leave(event: Pick<PageTransitionEvent, 'persisted'>): void;
  /** The page is not seen any more. */
  hide(): void;
  /** The network is back, or the page is seen again, or it is back from the back/forward cache. */
  wake(): void;
}

/** Watches the page until the signal aborts; does nothing where there is no page. */
export function watchPage(page: Page, signal: AbortSignal): void {
  // React Native has a window without events.
  if (typeof window === 'undefined' || !window.addEventListener) return;
  // Not `beforeunload` or `unload`: they do not come on phones, and they keep the page out of the back/forward cache.
  window.addEventListener('pagehide', page.leave, { signal });
  window.addEventListener('online', page.wake, { signal });
  window.addEventListener('pageshow', page.wake, { signal });
  globalThis.document?.addEventListener('visibilitychange', () => (document.hidden ? page.hide : page.wake)(), { signal });
}
