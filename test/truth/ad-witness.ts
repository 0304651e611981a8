import type { Page } from 'playwright-core';
import { contentOf } from './truth';
import type { Frame, Look } from './witness';

/** What was seen of one source. */
export interface SeenOfSource {
  readonly frames: Frame[];
  readonly looks: Look[];
  /** When (ms) an element that had shown frames of it was out of data, by its own word, and did not seek. */
  readonly dry: number[];
}

declare global {
  interface Window {
    /** What every video of the page showed, by its source; those of ads that the page knows begin with `ad `. */
    seenSources: Map<string, SeenOfSource>;
    /** Whether a video shows an ad. */
    isAd?(element: HTMLVideoElement): boolean;
  }
}

/**
 * Watches every video of a page, those that come later too, by the frames that they present and by their clocks; the one media event
 * that it listens to says that data ran out.
 */
export async function watchAds(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sources = (window.seenSources = new Map());
    const known = new Set<HTMLVideoElement>();
    const now = (): number => performance.timeOrigin + performance.now();
    const of = (element: HTMLVideoElement) => {
      const source = (window.isAd?.(element) ? 'ad ' : '') + element.currentSrc;
      const seen = sources.get(source) ?? { frames: [], looks: [], dry: [] };
      return sources.set(source, seen).get(source)!;
    };
    const watch = (element: HTMLVideoElement): void => {
      if (known.has(element)) return;
      known.add(element);
      const onFrame = (time: number, { mediaTime }: { mediaTime: number }): void => {
        of(element).frames.push([performance.timeOrigin + time, mediaTime]);
        element.requestVideoFrameCallback(onFrame);
      };
      element.requestVideoFrameCallback(onFrame);
      element.addEventListener('waiting', () => {
        const { frames, dry } = of(element);
        if (frames.length && !element.seeking) dry.push(now());
      });
    };
    const search = (): void => document.querySelectorAll('video').forEach(watch);
    new MutationObserver(search).observe(document, { childList: true, subtree: true });
    search();
    const last = new Map<HTMLVideoElement, readonly [source: string, time: number]>();
    setInterval(() => {
      for (const element of known) {
        const { paused, seeking, ended, currentTime, currentSrc } = element;
        if (!currentSrc) continue;
        const { looks } = of(element);
        const [source, time] = last.get(element) ?? [currentSrc, 0];
        // A source that is given back was sought to its place, which no look may have seen.
        if (source !== currentSrc && looks.length) looks.push([time, paused, true, ended, Infinity]);
        looks.push([now(), paused, seeking, ended, currentTime]);
        last.set(element, [currentSrc, now()]);
      }
    }, 20);
  });
}

/** What was seen of each source, in the order in which they came up; `stop` ends the viewing at the same moment. */
export async function seenSources(page: Page, stop: () => void): Promise<[source: string, seen: SeenOfSource][]> {
  const all = await page.evaluate<[string, SeenOfSource][]>(`(() => {
    const all = [...window.seenSources];
    (${String(stop)})();
    return all;
  })()`);
  const first = ([, { frames }]: (typeof all)[number]): number => frames[0]![0];
  return all.filter(([, { frames }]) => frames.length).sort((one, other) => first(one) - first(other));
}

/** Players put an ad to its start when its first frame is there already: it goes nowhere by that. */
const START_S = 0.05;

/** Seconds for which a source was really shown. */
export const shownOf = ({ frames, looks }: SeenOfSource): number =>
  contentOf({
    frames,
    looks: looks.map(([time, paused, seeking, ended, second]) => [time, paused, seeking && second > START_S, ended, second]),
  });

/** A clock that looks the same for so long (ms) stands: it goes on in steps of up to 40 ms. */
const STILL_MS = 60;
/** Looks further apart (ms) have another source between them. */
const AWAY_MS = 1_000;

/** Seconds for which the clock of a source stood though its element said that it plays: of that, nobody could tell. */
export function stillOf({ frames, looks, dry }: SeenOfSource): number {
  const [[begun]] = frames as [Frame, ...Frame[]];
  let sum = 0;
  let still = 0;
  looks.forEach(([time, paused, seeking, ended, second], index) => {
    const [before, , , , last] = looks[index - 1] ?? [time, false, false, false, NaN];
    if (before < begun) return;
    if (second === last && !paused && !seeking && !ended && time - before < AWAY_MS) still += time - before;
    else {
      const isSaid = dry.some((moment) => before - still < moment && moment < time);
      if (still > STILL_MS && !isSaid) sum += still;
      still = 0;
    }
  });
  return sum / 1_000;
}

/** How far it is off what was reported of a time that was shown: too much only beyond what its element stood still without a word. */
export const heldAgainst = (
  reported: number,
  { seconds, still }: { readonly seconds: number; readonly still: number },
): number => (reported > seconds ? Math.max(reported - seconds - still, 0) : reported - seconds);
