import type { Page } from 'playwright-core';
import { contentOf } from './truth';
import type { Frame } from './witness';

declare global {
  interface Window {
    /** New frames of every video of the page, by their source; those of ads that the page knows begin with `ad `. */
    shownFrames: Map<string, Frame[]>;
    /** Whether a video shows an ad. */
    isAd?(element: HTMLVideoElement): boolean;
  }
}

/** Watches every video of a page, those that come later too, by the frames that they present; it listens to no media event. */
export async function watchAds(page: Page): Promise<void> {
  await page.evaluate(() => {
    const shown = (window.shownFrames = new Map<string, [number, number][]>());
    const known = new WeakSet<Element>();
    const look = (): void => {
      for (const element of Array.from(document.querySelectorAll('video'))) {
        if (known.has(element)) continue;
        known.add(element);
        const onFrame = (now: number, { mediaTime }: { mediaTime: number }): void => {
          const source = (window.isAd?.(element) ? 'ad ' : '') + element.currentSrc;
          shown.set(source, [...(shown.get(source) ?? []), [performance.timeOrigin + now, mediaTime]]);
          element.requestVideoFrameCallback(onFrame);
        };
        element.requestVideoFrameCallback(onFrame);
      }
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
    look();
  });
}

/** Seconds for which each source was really shown, in the order in which they came up; `stop` ends the viewing at the same moment. */
export async function shownBySource(page: Page, stop: () => void): Promise<[source: string, seconds: number][]> {
  const shown = await page.evaluate<[string, Frame[]][]>(`(() => {
    const all = [...window.shownFrames];
    (${String(stop)})();
    return all;
  })()`);
  return shown.map(([source, frames]) => [source, contentOf({ frames, looks: [] })]);
}
