import type { CustomMetadata, Intent, PartialParams } from '@media-collection/core';
import { listOf } from './check';
import type { MediaLike } from './media-intents';
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
  /** What the place of an element that plays means: ads begin and end. */
  update(): Intent[];
  /** Playback leaves the ad that is shown, if it does: by a jump, which has begun, or with the end of the media. */
  close(byJump: boolean): Intent[];
  /** Other media. */
  reset(): void;
}

/** Ads so near to each other are one break; seconds. */
const SEAM = 0.1;

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

/** An ad that is shown: how much of it was, and how much must be for it to be complete; seconds. */
interface ShownAd {
  readonly ad: AdOption;
  shown: number;
  readonly needed: number;
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
  const list = (): readonly AdOption[] => listOf('ads', option);
  const content = (second: number): number => contentSecond(second, list());
  const placeOf = playheadAt ?? content;
  const adAt = (second: number): AdOption | undefined => list().find(({ start, end }) => start <= second && second < end);
  /** All ads of a break stand at one second of the content. */
  const isOfPod = (ad: AdOption | undefined): boolean => !!ad && Math.abs(content(ad.start) - pod!) < SEAM;
  /** When and where the content stood at a border that was passed unseen since the last `timeupdate`. */
  const passed = (border: number) => ({
    playhead: placeOf(border),
    agoMs:
      seen <= border && border < medium.currentTime ? ((medium.currentTime - border) * 1_000) / (medium.playbackRate ?? 1) : 0,
  });
  const enter = (ad: AdOption): Intent[] => {
    const { start, end, params, customMetadata = {} } = ad;
    const at = passed(start);
    const second = content(start);
    const name = second <= 0 ? 'preroll' : second >= content(medium.duration) - SEAM ? 'postroll' : 'midroll';
    const from = seen <= start ? start : medium.currentTime;
    const given = params?.['media.ad.length'];
    const length = Number.isFinite(given) ? given! : Infinity;
    // A break that shows less of an ad than its length is limited to that much; a jump to the end of an ad skips it.
    open = {
      ad,
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
  /** Adds what was shown of the open ad since the last `timeupdate`, up to this place in the media. */
  const count = (until = medium.currentTime): void => {
    const gone = open && Math.min(until, open.ad.end) - seen;
    if (gone! > 0) open!.shown += gone!;
  };
  const close = (at: Pick<Intent, 'playhead' | 'agoMs'>, next: AdOption | undefined): Intent[] => {
    const ends: Intent[] = open ? [{ type: 'adEnded', skipped: open.shown < open.needed, ...at }] : [];
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
    const at = was && medium.currentTime >= was.ad.end ? passed(was.ad.end) : {};
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
      const at = open && (byJump ? { playhead: placeOf(open.ad.start) } : passed(open.ad.end));
      return close(at ?? {}, next);
    },
    update: () => {
      const intents = step();
      seen = medium.currentTime;
      return intents;
    },
    reset: () => {
      open = pod = undefined;
      seen = NaN;
    },
  };
}
