import type { CustomMetadata, Intent, PartialParams } from '@media-collection/core';
import type { Medium } from './media-intents';

/** An ad that is part of the stream itself: seconds of the media, where they stand in it. */
export interface AdOption {
  readonly start: number;
  readonly end: number;
  /** What `adStart` tells of it: `media.ad.id` at least. */
  readonly params?: PartialParams<'adStart'>;
  readonly customMetadata?: CustomMetadata;
}

/** A list of stitched ads, or what answers with it, for lists that come late. Ads that follow each other make one break. */
export type Ads = readonly AdOption[] | (() => readonly AdOption[]);

/** The ads of a stream, and where playback is among them. */
export interface Stitched {
  /** The second of the content at a second of the media: the ads do not count. */
  content(second: number): number;
  /** What the place of an element that plays means: ads begin and end. */
  look(): Intent[];
  /** The ad that was shown is left: played to its end, or by a jump. */
  leave(skipped: boolean): Intent[];
  /** Other media. */
  forget(): void;
}

/** Ads so near to each other are one break; seconds. */
const SEAM = 0.1;

/** The second of the content at a second of media that hold ads: they do not count. */
export const contentSecond = (second: number, ads: readonly Pick<AdOption, 'start' | 'end'>[]): number =>
  ads.reduce((left, { start, end }) => left - Math.max(0, Math.min(second, end) - start), second);

/** Finds the ads that are part of a stream by its own clock, which says nothing of them. */
export function createStitched(medium: Medium & { readonly playbackRate?: number }, option: Ads = []): Stitched {
  let open: AdOption | undefined;
  let seen = NaN;
  const list = (): readonly AdOption[] => (typeof option === 'function' ? option() : option);
  const content = (second: number): number => contentSecond(second, list());
  /** When and where the content stood at a border that was passed unseen since the element last told its time. */
  const passed = (border: number) => ({
    playhead: content(border),
    ago: seen <= border && border < medium.currentTime ? ((medium.currentTime - border) * 1_000) / (medium.playbackRate ?? 1) : 0,
  });
  const enter = ({ start, end, params, customMetadata = {} }: AdOption, joins: boolean): Intent[] => {
    const at = passed(start);
    const name = at.playhead <= 0 ? 'preroll' : end >= medium.duration - SEAM ? 'postroll' : 'midroll';
    const guess = { params: { 'media.ad.podFriendlyName': name } };
    return [
      ...(joins ? [] : [{ type: 'breakStart', guess, ...at } as const]),
      { type: 'ad', guess: { params: { 'media.ad.length': end - start, ...params }, customMetadata }, ...at },
      { type: 'run', ...at },
    ];
  };
  const leave = (skipped: boolean, joins = false): Intent[] => {
    // A jump passes no border.
    if (skipped) seen = NaN;
    if (!open) return [];
    const at = skipped ? { playhead: content(open.start) } : passed(open.end);
    open = undefined;
    return [{ type: 'adEnd', skipped, ...at }, ...(joins ? [] : [{ type: 'breakEnd', ...at } as const])];
  };

  const step = (): Intent[] => {
    const next = list().find(({ start, end }) => start <= medium.currentTime && medium.currentTime < end);
    const last = open;
    if (next?.start === last?.start) return [];
    const joins = !!last && !!next && Math.abs(next.start - last.end) < SEAM;
    const left = leave(false, joins);
    open = next;
    if (next) return [...left, ...enter(next, joins)];
    return [...left, { type: 'run', ...passed(last!.end) }];
  };

  return {
    content,
    leave,
    look: () => {
      const intents = step();
      seen = medium.currentTime;
      return intents;
    },
    forget: () => {
      open = undefined;
    },
  };
}
