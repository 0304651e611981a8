import type { Emit, Intent, Intents } from '@media-collection/core';
import type { ContentPosition } from '@media-collection/html5';
import type { ShakaAd, ShakaAdEvent, ShakaAdEvents, ShakaAdManager, ShakaPlayer } from '../player';
import { contentSecondOf, guessOf, isInStream, isInterstitial, isLast, nameOf } from './ad-data';
import { createAdProgress } from './ad-progress';
import { CAUSED } from './caused';
import { createInterstitial } from './interstitial';
import { createPrerollGuard, MAX_BEGUN } from './preroll-guard';

/** Google's break begins with its first ad, which then begins once more: client_side_ad_manager.js, 354 to 359. */
const BEGINS = 'contentPauseRequested';

/** The manager checks the position at each `timeupdate`, so that a border was passed at most so many seconds ago. */
const MAX_BORDER_LAG = 0.5;

/** Reports a player's ads, and removes what they cause from the intents of its content. */
export interface Ads {
  /** The content's element is lent to an ad, and the player has not detached from it meanwhile: the content is not unloaded. */
  readonly keepsContent: boolean;
  /** The player detaches from its element, or loads other content. */
  detach(): void;
  /** Passes the intents of the content on, without those that ads cause; the end of the content comes after the ads that follow it. */
  ofContent(emit: Emit): Emit;
  /** The intents of the ad that is shown already when somebody begins to listen; where it is paused, or loads, without a frame of it. */
  alreadyShown(): Intent[];
  /** Nobody follows any more; the content stands where it stood. */
  stop(): void;
  readonly intents: Intents<ShakaAdEvents>;
}

/**
 * The intents of the ad manager's events (P-10). `position` is frozen while the element of the content is lent to ads, `isLive` stays true
 * when a live programme ends, `emit` receives the intents of the element that shows interstitials.
 */
export function createAds(player: ShakaPlayer, position: ContentPosition, isLive: () => boolean, emit: Emit): Ads {
  const manager = player.getAdManager?.() as ShakaAdManager | null | undefined;
  /** Where the break stands; the manager reports it neither before version 5 nor for Google's ads. */
  let offset: number | undefined;
  let startedAt: number | undefined;
  let isBreakOpen = false;
  /** The element of the content is lent to ads. */
  let isLent = false;
  /** The player has detached from the element that it lent, and is not attached again yet. */
  let isDetached = false;
  let current: ShakaAd | undefined;
  let playsInterstitial = false;
  /** The ad waits for data. */
  let waits = false;
  const data = (): Intent | undefined => current && { type: 'adUpdated', guess: guessOf(current) };
  const progress = createAdProgress();
  const interstitial = createInterstitial(progress, data, emit);
  /** Where ads will play: a pre-roll at 0, a post-roll below 0. */
  let cuepoints: readonly { readonly start: number }[] = manager?.getCuePoints?.() ?? [];
  /** Where the content ended, and when (ms of the page's clock), until its post-roll has ended. */
  let contentEndedAt: { readonly playhead: number | undefined; readonly time: number } | undefined;

  /** Undefined where the playhead is not that of the content's own time. */
  const content = (second: number): number | undefined => (isLive() ? undefined : contentSecondOf(player, second));
  /** Where and when an ad in the stream began or ended, if the stream passed there just now. */
  const passed = (ad: ShakaAd | undefined, seconds = 0): Pick<Intent, 'playhead' | 'agoMs'> => {
    const { currentTime, playbackRate } = player.getMediaElement() ?? {};
    const border = (isInStream(ad) ? ad!.getTimeOffset?.() : undefined)! + seconds;
    const lag = currentTime! - border;
    if (!(lag >= 0 && lag < MAX_BORDER_LAG)) return {};
    return { playhead: content(border), agoMs: (lag * 1_000) / playbackRate! };
  };

  const prerollGuard = createPrerollGuard(player, () => cuepoints.some(({ start }) => !start), content);

  /** The content stands at its end until its post-roll begins. */
  const atEnd = (): Pick<Intent, 'agoMs' | 'playhead'> | undefined =>
    contentEndedAt && { playhead: contentEndedAt.playhead, agoMs: performance.now() - contentEndedAt.time };
  const closeBreak = (): Intent[] => {
    // The element may show the post-roll before it has fired `ended` for the content.
    const ends = contentEndedAt || (isBreakOpen && offset! < 0);
    const intents: Intent[] = [
      ...(isBreakOpen ? [{ type: 'adBreakEnded' } as const] : []),
      ...(ends ? [{ type: 'ended', ...(!isBreakOpen && atEnd()) } as const] : []),
    ];
    isBreakOpen = false;
    contentEndedAt = offset = startedAt = undefined;
    if (!isLent) position.resume();
    return intents;
  };
  const reset = (): void => {
    interstitial.stop();
    position.resume();
    isBreakOpen = isLent = isDetached = false;
    cuepoints = [];
    current = contentEndedAt = offset = startedAt = undefined;
  };
  const endAd = (isCut: boolean, at: Pick<Intent, 'agoMs' | 'playhead'> = {}): Intent => {
    if (playsInterstitial) interstitial.read();
    const isSkipped = !(progress.isComplete() ?? !isCut);
    return { type: 'adEnded', ...(isSkipped && { skipped: true }), ...at };
  };
  const adStarted = (event: ShakaAdEvent): Intent[] | undefined => {
    const { ad, originalEvent } = event;
    // The content plays on below an overlay.
    if (!ad || ad.isLinear?.() === false) return undefined;
    const at = (offset ?? ad.getTimeOffset?.() ?? 0) || Number(prerollGuard.hasBegun);
    const params = { 'media.ad.podFriendlyName': nameOf(at) };
    // Before a pre-roll, frames of the content may be shown; and after a jump the element may not have fired `seeking` yet.
    const begunAt = (!at ? prerollGuard.begunAt : undefined) ?? startedAt;
    const isAtStart = !at && !((begunAt ?? position.now()) > MAX_BEGUN);
    const playhead = isLive() ? undefined : isAtStart ? 0 : begunAt;
    const began = passed(ad);
    const begins: Intent[] = [{ type: 'adBreakStarted', playhead, guess: { params }, ...atEnd(), ...began }];
    // The element may show the post-roll before it has fired `ended` for the content.
    if (at < 0 && !contentEndedAt) begins.unshift({ type: 'chapter' }, { type: 'contentEnded' });
    if (isBreakOpen) begins.length = 0;
    isBreakOpen = true;
    current = ad;
    waits = false;
    progress.begin(ad);
    interstitial.stop();
    playsInterstitial = isInterstitial(event);
    // The manager may move the content on already: to where it goes on behind the ads.
    if (playsInterstitial) position.freeze(at < 0 ? atEnd()?.playhead : playhead);
    const shows = !playsInterstitial && originalEvent?.type !== BEGINS;
    return [
      ...prerollGuard.adBegins(!at),
      ...begins,
      { type: 'adAnnounced', guess: guessOf(ad), ...began },
      ...(shows ? [{ type: 'playing', ...began } as const] : []),
    ];
  };
  const cutAd = (): Intent[] => (current ? [endAd(true)] : isBreakOpen ? [] : closeBreak());

  return {
    get keepsContent() {
      return isLent && !isDetached;
    },
    detach: () => {
      isDetached = isLent;
    },
    ofContent: (emit) => {
      const emitGuarded = prerollGuard.ofContent(emit);
      return (intent) => {
        const { type } = intent;
        // A player that is detached is not unloaded for an ad: the page destroys it, or loads other content.
        if (isLent && CAUSED.ofElement.test(type) && !(isDetached && type === 'unloaded')) return;
        const runs = /^(playing|progress)$/.test(type);
        // Interstitials follow only what the player itself loaded, and not what the element plays by its own source.
        if (type === 'ended' && (isBreakOpen || (cuepoints.some(({ start }) => start < 0) && player.getManifestType()))) {
          const second = player.getMediaElement()!.currentTime;
          contentEndedAt = { playhead: content(second), time: performance.now() };
          return emitGuarded({ type: 'contentEnded', playhead: contentEndedAt.playhead });
        }
        if (isBreakOpen ? runs && !current && offset === undefined : /^(playRequested|seeking|unloaded)$/.test(type))
          closeBreak().forEach(emit);
        const isOfStream = isBreakOpen && isInStream(current);
        if (isOfStream && runs) progress.read(player.getMediaElement()!);
        if (isOfStream && type === 'seeking') progress.jump();
        if (isBreakOpen && CAUSED.ofContent.test(type) && !(isOfStream && CAUSED.ofStream.test(type))) return;
        if (runs && !isBreakOpen) {
          isLent = false;
          position.resume();
        }
        // Content that is unloaded in an ad does not return in it.
        emitGuarded(type === 'unloaded' && isBreakOpen ? { ...intent, mayReturn: false } : intent);
        if (type === 'unloaded') reset();
      };
    },
    alreadyShown: () => {
      const ad = manager?.getCurrentAd?.();
      const element = player.getMediaElement();
      if (!ad || !element || ad.isLinear?.() === false) return [];
      const isPost = (ad.getTimeOffset?.() ?? 0) < 0;
      if (isPost) contentEndedAt = { playhead: content(element.currentTime), time: performance.now() };
      const isGoogle = ad.needsSkipUI?.() === false;
      if (!isGoogle && !isInStream(ad)) offset = ad.getTimeOffset?.();
      // Google's may not have a frame yet; of one in the stream, the element reports them.
      const begins = adStarted({ ad, ...(isGoogle && { originalEvent: { type: BEGINS } }) })!.filter(
        ({ type }) => type !== 'playing',
      );
      waits = isGoogle && !ad.isPaused?.();
      // Nobody follows the element of the content yet.
      position.resume();
      if (playsInterstitial) interstitial.follow(manager!);
      return [...(isPost ? [{ type: 'contentEnded' } as const] : []), ...begins, ...interstitial.alreadyRunning()];
    },
    stop: interstitial.stop,
    intents: {
      'ad-cue-points-changed': (event) => {
        cuepoints = event.cuepoints ?? [];
        return undefined;
      },
      // It also comes for an overlay, which is no break: the break begins with its first linear ad.
      'ad-break-started': (event) => {
        offset = event.timeOffset;
        startedAt = event.startedAt ?? undefined;
        return undefined;
      },
      'ad-started': adStarted,
      // Its first frame comes later: `ad-playing` follows the element's `play` event.
      'ads-loaded': () => {
        if (!current || !playsInterstitial) return undefined;
        interstitial.follow(manager!);
        return data();
      },
      'ad-duration-changed': data,
      // For an ad in the stream the element fires `pause`.
      'ad-paused': () => {
        waits = false;
        return current && !isInStream(current) ? { type: 'paused' } : undefined;
      },
      // For an interstitial it only means that playback was requested.
      'ad-resumed': () =>
        current && !isInStream(current) ? { type: playsInterstitial ? 'playRequested' : 'playing' } : undefined,
      // Google's ads fire it; for the others the element fires `waiting`.
      'ad-buffering': () => {
        waits = !!current && !playsInterstitial && !isInStream(current);
        return waits ? { type: 'waiting' } : undefined;
      },
      // It comes all the time; after a wait it means that the ad plays again.
      'ad-progress': () => {
        const waited = waits;
        waits = false;
        return waited && current ? { type: 'playing' } : undefined;
      },
      'ad-skipped': cutAd,
      'ad-error': cutAd,
      // For an interstitial it comes only when the next one has begun.
      'ad-complete': ({ originalEvent }) => (originalEvent && current ? { type: 'adEnded' } : undefined),
      'ad-stopped': ({ originalEvent }) => {
        const closes = offset === undefined && (!!originalEvent || !current || isLast(current));
        const ended = passed(current, current?.getDuration());
        if (isInStream(current)) progress.read(player.getMediaElement()!);
        const ends: Intent[] = current ? [endAd(false, ended)] : [];
        interstitial.stop();
        // The element fires no event where it plays on from an ad into the content.
        const goesOn: Intent[] = !contentEndedAt && 'agoMs' in ended ? [{ type: 'playing', ...ended }] : [];
        current = undefined;
        return closes ? [...ends, ...closeBreak(), ...goesOn] : ends;
      },
      'ad-break-ended': closeBreak,
      // Fired where ads play in the content's own element.
      'ad-content-pause-requested': () => {
        isLent = true;
        position.freeze();
        return undefined;
      },
      'ad-content-resume-requested': () => {
        isDetached = false;
        return undefined;
      },
    },
  };
}
