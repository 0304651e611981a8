import type { Chapter, Intent, Intents } from '@media-collection/core';
import { createClockStart } from './clock-start';
import type { MediaElementEvents, MediaLike, PlaybackPosition } from './media-like';
import { playerState } from './states';

/** `loop` jumps from about here to about the start, in seconds at normal speed: `timeupdate` comes four times in one. */
const LOOP_SECONDS = 0.5;
/** A clock that goes on by so much between two `timeupdate` events does run. */
const FRAME_SECONDS = 0.05;
/** No page is so busy that it learns of a first frame later than this, in ms. */
const MAX_LATE_MS = 10_000;

const isMuted = ({ muted, volume }: MediaLike): boolean => muted || volume === 0;

/** The mute state as it stands. */
export const muteOf = (element: MediaLike): Intent => playerState('mute', isMuted(element));

const pictureInPicture = (on: boolean) => () => playerState('pictureInPicture', on);
const fullScreen = (on: boolean) => () => playerState('fullScreen', on);

/** `HTMLMediaElement.NETWORK_NO_SOURCE`, which not everything that stands for an element has. */
const NO_SOURCE = 3;

/** Nothing of it can play: it failed, or no source is chosen yet, which takes a moment after `src` was set. */
export const isBroken = ({ error, networkState }: MediaLike): boolean => !!error || networkState === NO_SOURCE;

/** The request to play, with the position where it will begin as far as that is known: a page may set it before there are data. */
export const requestAt = (element: MediaLike, place: PlaybackPosition): Extract<Intent, { type: 'playRequested' }> => {
  // A replay jumps to its start: where the last viewing ended is of no account any more.
  if (element.readyState) place.last = place.now();
  return { type: 'playRequested', playhead: element.readyState ? place.last : element.currentTime || undefined };
};

/** What the chapter is now: no word where this content has none. */
const chapterOf = (chapter: Chapter | undefined | null): Intent[] => (chapter === null ? [] : [{ type: 'chapter', chapter }]);

/** No chapter any more: the last one was played through, where this content has any. */
const closeChapter = (place: PlaybackPosition): Intent[] => (place.chapter() === null ? [] : [{ type: 'chapter' }]);

/** What stitched ads mean; the content's last chapter is over before a post-roll begins. */
const lookAt = (place: PlaybackPosition, since?: number): Intent[] =>
  (place.ads?.update(since) ?? []).flatMap((intent) =>
    intent.type === 'contentEnded' ? [...closeChapter(place).map((closes) => ({ ...intent, ...closes })), intent] : [intent],
  );

const hasLooped = ({ loop, paused, currentTime, playbackRate }: MediaLike, { last, length }: PlaybackPosition): boolean => {
  const near = LOOP_SECONDS * Math.max(playbackRate, 1);
  return loop && !paused && currentTime < Math.min(near, last) && last > (length() ?? NaN) - near;
};

const lengthOf = (place: PlaybackPosition, playhead?: number): Intent | undefined => {
  const seconds = place.length();
  return seconds === undefined ? undefined : { type: 'durationKnown', seconds, ...(playhead !== undefined && { playhead }) };
};

/**
 * What the events of a media element mean (P-1 to P-15): for every player that owns one.
 * `inserted`: the element stood in the document, so that its removal ends the session, unless it is put back at once. It may also be
 * inserted later.
 */
export const mediaIntents = (element: MediaLike, place: PlaybackPosition, inserted: boolean): Intents<MediaElementEvents> => {
  /** Playback began before the element had reached the position that was set: by `playing`, or by a rate above 0. */
  let early = false;
  /** The viewer paused, and no frame was shown since. */
  let halted = false;
  /** A playback rate of 0 is a pause without `pause` (D33). */
  const isStopped = (): boolean => element.playbackRate === 0;
  let stopped = isStopped();
  /** When these media may have begun at the earliest, in ms of the page's clock. */
  let emptiedAt = performance.now();

  const halt = (): Intent => {
    halted = true;
    place.isFresh = false;
    return { type: 'paused' };
  };
  const stop = (): Intent => (place.holds?.() ? { type: 'waiting' } : halt());
  const frames = (moment?: Pick<Intent, 'agoMs' | 'playhead'>, since?: number): Intent[] => {
    // Later what was shown since the last `timeupdate` counts, too.
    const ads = lookAt(place, place.isFresh ? since : undefined);
    halted = place.isFresh = false;
    return [...ads, { ...moment, type: 'playing' }, ...chapterOf(place.chapter())];
  };
  const start = createClockStart(element, place, frames);
  /** The second of the media of a first frame that was not reported yet: none that would be older than the media. */
  const firstSecond = (): number | undefined => {
    const second = place.isFresh ? place.first?.() : undefined;
    // Chromium also calls what lies before a position played if that was set before the metadata.
    const { agoMs = 0 } = start.since(second) ?? {};
    return agoMs > Math.min(performance.now() - emptiedAt, MAX_LATE_MS) ? undefined : second;
  };
  /** Frames are shown. A busy page learns late of the first one. */
  const begin = (): Intent[] => start.begin(firstSecond());
  const close = (): Intent[] => [...(place.ads?.close(false) ?? []), ...closeChapter(place)];
  // An end that was sought in a pause plays nothing through (D32).
  const end = (type: 'ended' | 'contentEnded'): Intent[] => [...(start.begun() ?? []), ...(halted ? [] : close()), { type }];

  return {
    play: () => {
      if (isBroken(element)) return undefined;
      const request = { ...requestAt(element, place), ...(element.readyState > 1 && start.since(firstSecond())) };
      return isStopped() ? [request, stop()] : request;
    },
    playing: () => {
      // play() and pause() in one task: `playing` comes, and the element is paused already.
      if (element.paused || isStopped()) return undefined;
      // Firefox and WebKit fire it before a replay is at the start, as does a Video.js player that was reset.
      early = element.seeking;
      return early ? undefined : begin();
    },
    pause: () => {
      // A listener of the page that comes first may take the content away at its end, so this is reported with the pause before `ended`.
      if (element.ended && !element.seeking) return end('contentEnded');
      if (inserted && !element.isConnected) return start.then(() => ({ type: 'unloaded', mayReturn: true }));
      // A page or a control called pause(), set a new position and called play() in one task: that pause is the seek.
      if (element.seeking && !element.paused) return { type: 'seeking' };
      return element.error ? undefined : start.then(halt);
    },
    waiting: () => (isStopped() && !place.holds?.() ? undefined : start.then(() => ({ type: 'waiting' }))),
    ratechange: () => {
      const before = stopped;
      stopped = isStopped();
      if (stopped === before || element.paused || isBroken(element)) return undefined;
      if (stopped) return start.then(stop);
      if (element.seeking) {
        early = true;
        return { type: 'playRequested' };
      }
      // An element that ran dry meanwhile does not fire `waiting` again.
      return [{ type: 'playRequested' }, ...(element.readyState > 2 ? begin() : [{ type: 'waiting' } as const])];
    },
    // A loop fires neither `pause` nor `ended`.
    seeking: () => {
      start.reset(true);
      if (!place.isReady) place.sought = element.currentTime;
      // A frame was shown before the jump.
      else if (place.first?.() !== undefined) place.isFresh = false;
      if (!hasLooped(element, place)) return [...(place.ads?.close(true) ?? []), { type: 'seeking' }];
      const playhead = place.length();
      const ends = [...close(), { type: 'ended' } as const].map((intent): Intent => ({ playhead, ...intent }));
      place.last = 0;
      return [...ends, { type: 'playRequested', playhead: 0 }];
    },
    seeked: () => {
      // If data never ran out during the seek, the element does not fire `playing` again.
      const runs = early && !element.paused && !isStopped() && element.readyState > 2;
      early = false;
      return runs ? [{ type: 'seeked' }, ...begin()] : { type: 'seeked' };
    },
    timeupdate: () => {
      if (element.seeking || !element.readyState) return undefined;
      const { last } = place;
      place.last = place.now();
      inserted ||= element.isConnected;
      if (element.paused || isStopped()) return undefined;
      // After a jump in a file WebKitGTK plays on and calls itself out of data; where data are missing the clock stands.
      if (element.readyState < 3 && place.last - last < FRAME_SECONDS) return undefined;
      const began = start.begun();
      if (!began) return undefined;
      halted = false;
      const chapter = place.chapter();
      // Several times a second, and nearly always all that there is.
      if (!place.ads && !began.length && chapter === null) return { type: 'progress' };
      return [...began, ...lookAt(place), { type: 'progress' }, ...chapterOf(chapter)];
    },
    ended: () => end('ended'),
    emptied: () => {
      const playhead = place.last;
      const ends = place.ads?.finish().map((intent) => ({ ...intent, playhead })) ?? [];
      place.last = NaN;
      place.sought = undefined;
      halted = early = place.isReady = false;
      place.isFresh = true;
      emptiedAt = performance.now();
      start.reset();
      place.ads?.reset();
      return [...ends, { type: 'unloaded', playhead }];
    },
    error: () => {
      const { error } = element;
      return error ? start.then(() => ({ type: 'failed', id: `html5.${error.code}`, isNetwork: error.code === 2 })) : undefined;
    },
    volumechange: () => muteOf(element),
    enterpictureinpicture: pictureInPicture(true),
    leavepictureinpicture: pictureInPicture(false),
    webkitbeginfullscreen: fullScreen(true),
    webkitendfullscreen: fullScreen(false),
    // The length is reported with the first frame, and not with the metadata: until then a page, a player or a fragment of the address
    // may still set where the content begins (D29). `canplay` follows where a jump was under way when playback was requested.
    durationchange: () => lengthOf(place),
    loadeddata: () => {
      place.isReady = true;
      const second = place.first?.();
      return lengthOf(place, second === undefined ? undefined : place.at?.(second));
    },
    canplay: () => {
      place.isReady = true;
      return lengthOf(place);
    },
  };
};
