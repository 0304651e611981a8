import type { Page } from 'playwright-core';

/** One look at the element, fifty times a second: wall clock in ms, and what the element says of itself. */
export type Look = readonly [time: number, paused: boolean, seeking: boolean, ended: boolean, currentTime: number];

/** One new frame: when it was presented (ms), and which second of the content it shows. */
export type Frame = readonly [time: number, mediaTime: number];

/** What a page showed. */
export interface Seen {
  readonly looks: readonly Look[];
  readonly frames: readonly Frame[];
}

declare global {
  interface Window {
    /** Ends the watch, and gives what was seen. */
    seen(): Seen;
  }
}

/**
 * Watches the first media element of a page from now on, by means of its own: presented frames
 * (`requestVideoFrameCallback`), and the element's state at short intervals; it listens to no media event.
 */
export async function watch(page: Pick<Page, 'evaluate'>): Promise<void> {
  await page.evaluate(() => {
    // That of a custom element is in its shadow tree.
    const element = (window.scene?.element ?? document.querySelector('video, audio')) as HTMLVideoElement;
    const looks: [number, boolean, boolean, boolean, number][] = [];
    const frames: [number, number][] = [];
    const wall = (now: number): number => performance.timeOrigin + now;
    const look = (): void => {
      looks.push([wall(performance.now()), element.paused, element.seeking, element.ended, element.currentTime]);
    };
    const timer = setInterval(look, 20);
    const onFrame = (now: number, { mediaTime }: { mediaTime: number }): void => {
      frames.push([wall(now), mediaTime]);
      element.requestVideoFrameCallback(onFrame);
    };
    if ('requestVideoFrameCallback' in element) element.requestVideoFrameCallback(onFrame);
    window.seen = () => {
      look();
      clearInterval(timer);
      return { looks, frames };
    };
  });
}
