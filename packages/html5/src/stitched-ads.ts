import type { CustomMetadata, Intent, PartialParams } from '@media-collection/core';
import { listOf } from './check';
import type { MediaLike } from './media-like';
import { MAX_UNSHOWN_SECONDS } from './shown-time';

/** An ad that is part of the stream itself: seconds of the media, where they stand in it. */
export interface AdOption {
  readonly start: number;
  readonly end: number;
  /** The parameters of its `adStart`: `media.ad.id` at least. */
  readonly params?: PartialParams<'adStart'>;
  readonly customMetadata?: CustomMetadata;
}

/** A list of stitched ads, or a function that returns it, for lists that arrive late. Consecutive ads are one break. */
export type Ads = readonly AdOption[] | (() => readonly AdOption[]);

/** The ads of a stream, and where playback is among them. */
export interface StitchedAds {
  /** The second of the content at a second of the media: the ads do not count. */
  content(second: number): number;
  /** What the place of an element that plays means: ads begin and end. `since`: it plays from this second of the media on. */
  update(since?: number): Intent[];
  /** Playback stops, or waits for data: nothing is shown until the next `update`. */
  pause(): void;
  /** Playback leaves the ad that is shown, if it does: by a jump, which has begun, or with the end of the media. */
  close(byJump: boolean): Intent[];
  /** The media go, or nobody follows them any more: an ad that was shown whole is complete. */
  finish(): Intent[];
  /** Other media. */
  reset(): void;
}

/** Ads so near to each other are one break; seconds. */
const SEAM = 0.1;
/** `timeupdate` comes at least so often, in seconds. */
const UPDATE_S = 0.3;

/**
 * The second of the content at a second of media that hold ads: they do not count. Lists may repeat an ad or overlap; a second of the
 * media that several ads claim counts once, and the media begin at 0.
 */
export const contentSecond = (second: number, ads: readonly Pick<AdOption, 'start' | 'end'>[]): number => {
  let counted = 0;
  let content = Math.max(second, 0);
  for (const { start, end } of [...ads].sort((one, other) => one.start - other.start)) {
    const from = Math.max(start, counted);
    const to = Math.min(second, end);
    if (to <= from) continue;
    content -= to - from;
    counted = to;
  }
  return content;
};

/** An ad that is shown: where it ends, how much of it was shown, and how much must be for it to be complete; seconds. */
interface ShownAd {
  readonly ad: AdOption;
  readonly end: number;
  shown: number;
  readonly needed: number;
  /** Its end is reported. */
  isOver?: true;
}

/**
 * Finds the ads that are part of a stream by its position, for the stream itself does not mark them. `playheadAt` is the playhead at a second of the
 * media, if it is not the second of the content.
 */
export function createStitchedAds(
  medium: MediaLike & { readonly playbackRate?: number },
  option: Ads = [],
  playheadAt?: (second: number) => number,
): StitchedAds {
  let open: ShownAd | undefined;
  /** The second of the content at which the break stands that is open. */
  let pod: number | undefined;
  let seen = NaN;
  /** When that was, in ms of the page's clock. */
  let seenAt = NaN;
  /** When playback stopped since. */
  let pausedAt: number | undefined;
  const list = (): readonly AdOption[] => listOf('ads', option);
  const content = (second: number): number => contentSecond(second, list());
  const placeOf = playheadAt ?? content;
  /** Where ads overlap, the one that began last is shown. */
  const adAt = (second: number): AdOption | undefined => {
    let shown: AdOption | undefined;
    for (const ad of list()) if (ad.start <= second && second < ad.end && !(shown && ad.start <= shown.start)) shown = ad;
    return shown;
  };
  /** An ad that is shown at a second ends when the next one begins. */
  const endOf = ({ end }: AdOption, second: number): number =>
    list().reduce((until, { start }) => (start > second ? Math.min(until, start) : until), end);
  /** All ads of a break stand at one second of the content. */
  const isOfPod = (ad: AdOption | undefined): boolean => !!ad && Math.abs(content(ad.start) - pod!) < SEAM;
  /** When and where the content stood at a border that was passed unseen since the last `timeupdate`. */
  const passed = (border: number) => ({
    playhead: placeOf(border),
    agoMs:
      seen <= border && border < medium.currentTime ? ((medium.currentTime - border) * 1_000) / (medium.playbackRate || 1) : 0,
  });
  const enter = (ad: AdOption): Intent[] => {
    const { start, params, customMetadata = {} } = ad;
    const end = endOf(ad, Math.max(start, medium.currentTime));
    const at = passed(start);
    const second = content(start);
    const name = second <= 0 ? 'preroll' : second >= content(medium.duration) - SEAM ? 'postroll' : 'midroll';
    const from = seen <= start ? start : medium.currentTime;
    const given = params?.['media.ad.length'];
    const length = Number.isFinite(given) ? given! : Infinity;
    // A break that shows less of an ad than its length is limited to that much; a jump to the end of an ad skips it.
    open = {
      ad,
      end,
      shown: medium.currentTime - from,
      needed: from > start && end - from <= MAX_UNSHOWN_SECONDS ? Infinity : Math.min(length, end - from) - MAX_UNSHOWN_SECONDS,
    };
    const begins: Intent[] = [
      ...(name === 'postroll' ? [{ type: 'contentEnded', ...at } as const] : []),
      { type: 'adBreakStarted', guess: { params: { 'media.ad.podFriendlyName': name } }, ...at },
    ];
    const joins = isOfPod(ad);
    pod = second;
    return [
      ...(joins ? [] : begins),
      { type: 'adAnnounced', guess: { params: { 'media.ad.length': end - start, ...params }, customMetadata }, ...at },
      { type: 'playing', ...at },
    ];
  };
  /** What was shown of an ad, with what was since the last `timeupdate`, up to this place in the media. */
  const shownOf = ({ shown, end }: ShownAd, until: number): number => shown + Math.max(Math.min(until, end) - seen || 0, 0);
  const count = (until = medium.currentTime): void => {
    if (open) open.shown = shownOf(open, until);
  };
  const close = (at: Pick<Intent, 'playhead' | 'agoMs'>, next: AdOption | undefined): Intent[] => {
    const ends: Intent[] = open && !open.isOver ? [{ type: 'adEnded', skipped: open.shown < open.needed, ...at }] : [];
    open = undefined;
    if (pod === undefined || isOfPod(next)) return ends;
    pod = undefined;
    return [...ends, { type: 'adBreakEnded', ...at }];
  };

  const step = (): Intent[] => {
    const next = adAt(medium.currentTime);
    count();
    if (next?.start === open?.ad.start) return [];
    const was = open;
    // Media that were loaded again may go on at another place.
    const at = was && medium.currentTime >= was.end ? passed(was.end) : {};
    const left = close(at, next);
    if (next) return [...left, ...enter(next)];
    return [...left, { type: 'playing', ...at }];
  };

  return {
    content,
    close: (byJump) => {
      const next = byJump ? adAt(medium.currentTime) : undefined;
      if (byJump) {
        // A jump passes no border.
        seen = NaN;
        if (next && next.start === open?.ad.start) return [];
      } else {
        // A loop is at its start again.
        count(medium.currentTime < seen ? medium.duration : medium.currentTime);
      }
      const at = open && (byJump ? { playhead: placeOf(open.ad.start) } : passed(open.end));
      return close(at ?? {}, next);
    },
    finish: () => {
      if (!open || open.isOver) return [];
      const { currentTime, playbackRate = 1 } = medium;
      // Media that are gone are at 0, and may be reported to go once more.
      const gone = Math.min(((pausedAt ??= performance.now()) - seenAt) / 1_000, UPDATE_S) * playbackRate;
      if (shownOf(open, currentTime < seen ? seen + gone : currentTime) < open.needed) return [];
      open.isOver = true;
      return [{ type: 'adEnded', skipped: false, ...passed(open.end) }];
    },
    pause: () => {
      pausedAt ??= performance.now();
    },
    update: (since = seen) => {
      seen = since;
      const intents = step();
      seen = medium.currentTime;
      seenAt = performance.now();
      pausedAt = undefined;
      return intents;
    },
    reset: () => {
      open = pod = undefined;
      seen = NaN;
    },
  };
}
