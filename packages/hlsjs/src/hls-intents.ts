import type { Intent, Intents } from '@media-collection/core';
import {
  bitrateIntent,
  isStillPlaying,
  pendingPlayRequest,
  unloadIntents,
  type BitrateUnit,
  type ContentPosition,
  type ElementSlot,
} from '@media-collection/html5';
import { interstitialOf, isInBreak, isLending } from './lending';
import type { HlsEvents, HlsInterstitial, HlsPlayer } from './player';

/** What is known of the content, until another one is loaded. */
export interface Content {
  /** Its address; null while there is none. */
  readonly source: string | null;
  /** Where it starts, as far as a page or a playlist defines it. */
  start?: number;
  /** The epoch time, in ms, of second 0 of a live stream; without dates it is taken once, for playlists move in steps. */
  zero?: number | undefined;
}

/** The content of a player, and the element that it plays in. */
export interface ContentView {
  readonly slot: ElementSlot;
  readonly position: ContentPosition;
  /** Where the element is, whatever it shows, or where the content starts. */
  ofElement(): number;
  content: Content;
  /** The interstitial that interrupts the content, or did so as the content went. */
  interstitial?: HlsInterstitial | undefined;
}

/** The bitrate of a level. */
export const levelBitrate = ({ levels }: HlsPlayer, level: number, unit?: BitrateUnit): Intent =>
  bitrateIntent(levels[level]?.bitrate ?? 0, unit);

/** What is left in the buffer of an element that stalls at its end lasts less than so many seconds. */
const REST_S = 0.2;
const hasPlayedAll = (element?: HTMLMediaElement): boolean => {
  const { buffered, currentTime } = element ?? {};
  return !!buffered?.length && buffered.end(buffered.length - 1) - currentTime! < REST_S;
};

/** What the events of hls.js mean (P-1 to P-15), over those of its element. */
export const hlsIntents = (hls: HlsPlayer, view: ContentView, unit?: BitrateUnit): Intents<HlsEvents> => {
  const { slot, position } = view;
  /** When its last fatal error came, in ms of `performance.now()`: a fragment that was requested before is no recovery. */
  let failedAt = 0;
  /** The element was detached, as by `recoverMediaError()`, and no fragment was buffered since. */
  let isAway = false;
  const follow = (): void => slot.follow(hls.media);
  const leave = (mayReturn: boolean): Intent[] => {
    const playhead = position.now();
    if (!Number.isNaN(playhead)) position.freeze();
    slot.leave();
    isAway = mayReturn;
    return unloadIntents(playhead, mayReturn);
  };

  return {
    hlsMediaAttaching: () => {
      follow();
      return pendingPlayRequest(slot.element);
    },
    hlsMediaAttached: () => void follow(),
    // What recovers media gives the element back in a moment (D27); an ad does not return with its content.
    hlsMediaDetaching: (data) => (isLending(hls, data) || !slot.element ? undefined : leave(!isInBreak(hls))),
    hlsManifestLoading: () => {
      const { url } = hls;
      const { source } = view.content;
      // An ad does not return with its content, as above; hls.js itself has forgotten it by now.
      const last = source === null ? [] : unloadIntents(position.now(), url === source && !view.interstitial);
      position.resume();
      isAway = false;
      view.interstitial = undefined;
      view.content = { source: url };
      return [...last, ...pendingPlayRequest(slot.element)];
    },
    // With the first fragment it becomes the place that is loaded next.
    hlsLevelLoaded: () => {
      view.content.start ??= hls.startPosition;
      return undefined;
    },
    // Later the element has forgotten where it was.
    hlsDestroying: () => leave(false),
    hlsLevelSwitched: ({ level }) => levelBitrate(hls, level, unit),
    hlsError: ({ fatal, details, type }) => {
      if (!fatal) return undefined;
      failedAt = performance.now();
      return {
        type: 'failed',
        id: `hlsjs.${details}`,
        isNetwork: type === 'networkError',
        // A listener of the page that came first may have recovered the media by now.
        stillPlaying: isAway || isStillPlaying(slot.element),
      };
    },
    // The element stalls in the last second of the playlist (gap-controller.ts, poll). Where nothing is left to play, it is at its end, and
    // does not fire `ended`. A post-roll has begun by now.
    hlsMediaEnded: ({ stalled }) => (stalled && !interstitialOf(hls) && hasPlayedAll(slot.element) ? slot.end() : undefined),
    // It was retried, and the buffer had not run dry yet.
    hlsFragBuffered: ({ stats }) => {
      isAway = false;
      return stats?.loading.start < failedAt ? undefined : { type: 'recovered' };
    },
  };
};
