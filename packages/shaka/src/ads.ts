import { listen, type Emit, type Intent, type Intents } from '@media-collection/core';
import { contentSecond, createShownTime, type MediaElementEvents } from '@media-collection/html5';
import { guessOf, isInStream, isInterstitial, isLast, nameOf } from './ad-data';
import { createOpening } from './opening';
import type { ShakaAd, ShakaAdEvents, ShakaAdManager, ShakaPlayer } from './player';

/** What the content's element reports in a break is the ad manager's doing, and not the viewer's. */
const OF_CONTENT = /^(playing|paused|waiting|seeking|seeked|progress|chapter)$/;
/** So is this, while the element is lent to ads. */
const OF_LENT = /^(unloaded|durationKnown|failed)$/;
/** But this is about an ad that is part of the stream. */
const OF_STREAM = /^(playing|paused|waiting)$/;

/** Google's break begins with its first ad, which then begins once more: client_side_ad_manager.js, 354 to 359. */
const BEGINS = 'contentPauseRequested';

/** The manager looks where the stream is as often as the element tells it, so a border was passed so many seconds ago at most. */
const NEAR = 0.5;

/** Tells of a player's ads, and keeps them from what is told of its content. */
export interface Ads {
  /** The second of the content at a second of the media: ads that are in the stream do not count. */
  content(second: number): number;
  /** The content has given its element to an ad, and does not play again yet. */
  readonly lent: boolean;
  /** And the player has not let go of it meanwhile: its content is not gone. */
  readonly keeps: boolean;
  /** The player lets go of its element, or takes other content. */
  detached(): void;
  /** What the content says, without what it says because of ads; its end comes after those that follow it. */
  ofContent(emit: Emit): Emit;
  /** The content goes, or nobody follows it any more. */
  forget(): void;
  readonly intents: Intents<ShakaAdEvents>;
}

/** The content beside the ads. */
export interface Content {
  /** Stays true of a live programme that ends. */
  isLive(): boolean;
  /** It gives up its element. */
  lend(): void;
}

/** What the events of the ad manager mean (P-10). `tell` gets the frames of interstitials. */
export function createAds(player: ShakaPlayer, { isLive, lend }: Content, tell: Emit): Ads {
  const manager = player.getAdManager?.() as ShakaAdManager | null | undefined;
  /** Where the break stands, as the manager says: before version 5, and of Google's ads, it does not. */
  let offset: number | undefined;
  let startedAt: number | undefined;
  let open = false;
  let lent = false;
  /** The player has let go of what it lent, and does not take it back yet. */
  let away = false;
  let current: ShakaAd | undefined;
  let interstitial = false;
  /** It ran out of data. */
  let waits = false;
  let watching = new AbortController();
  /** Plays the interstitial. */
  let adElement: HTMLMediaElement | null | undefined;
  const shown = createShownTime();
  /** Seconds of the ad that are played if nobody skips it; and at most. */
  let length = NaN;
  let limit = Infinity;
  /** Where ads will be: before the content at 0, after it below 0. */
  let cuepoints: readonly { readonly start: number }[] = manager?.getCuePoints?.() ?? [];
  /** Where the content was over, and when (ms of the page's clock), until its post-roll is. */
  let over: { readonly playhead: number | undefined; readonly time: number } | undefined;

  // It speaks of no other ads (ad_manager.js of 5.2.12, 890).
  const content = (second: number): number =>
    contentSecond(
      second,
      (manager?.getCuePoints?.() ?? []).filter(({ start, end }) => end && start >= 0) as { start: number; end: number }[],
    );
  /** Where and when an ad in the stream began or ended, if the stream passed there just now. */
  const passed = (ad: ShakaAd | undefined, seconds = 0): Pick<Intent, 'playhead' | 'agoMs'> => {
    const { currentTime, playbackRate } = player.getMediaElement() ?? {};
    const border = (isInStream(ad) ? ad!.getTimeOffset?.() : undefined)! + seconds;
    const gone = currentTime! - border;
    if (!(gone >= 0 && gone < NEAR)) return {};
    return { playhead: isLive() ? undefined : content(border), agoMs: (gone * 1_000) / playbackRate! };
  };

  const opening = createOpening(
    player,
    () => cuepoints.some(({ start }) => !start),
    (second) => (isLive() ? undefined : content(second)),
  );

  /** A post-roll takes its time to come; the content stood at its end meanwhile. */
  const atEnd = (): Pick<Intent, 'agoMs' | 'playhead'> | undefined =>
    over && { playhead: over.playhead, agoMs: performance.now() - over.time };
  const closeBreak = (): Intent[] => {
    // The element may be lent to the post-roll before it has said that the content is over.
    const ends = over || (open && offset! < 0);
    const intents: Intent[] = [
      ...(open ? [{ type: 'adBreakEnded' } as const] : []),
      ...(ends ? [{ type: 'ended', ...(!open && atEnd()) } as const] : []),
    ];
    open = false;
    over = offset = startedAt = undefined;
    return intents;
  };
  const forget = (): void => {
    watching.abort();
    open = lent = away = false;
    cuepoints = [];
    current = over = offset = startedAt = undefined;
  };
  /** An element is at a second of the ad that it shows. */
  const pass = ({ currentTime, seeking }: Pick<HTMLMediaElement, 'currentTime' | 'seeking'>): void => {
    const start = isInStream(current) ? current!.getTimeOffset?.() : 0;
    if (!current || seeking || start === undefined) return;
    const duration = current.getDuration();
    if (duration > 0) length = Math.min(duration, limit);
    shown.pass(Math.min(currentTime - start, length || Infinity));
  };
  const endAd = (isCut: boolean, at: Pick<Intent, 'agoMs' | 'playhead'> = {}): Intent => {
    // Chromium fires `timeupdate` every 0.25 to 0.27 s, and the player may end the ad that much later than the last one.
    if (interstitial && adElement?.currentTime && shown.isComplete(length) !== undefined) pass(adElement);
    const skipped = !(shown.isComplete(length) ?? !isCut);
    return { type: 'adEnded', ...(skipped && { skipped }), ...at };
  };
  const cutAd = (): Intent[] => (current ? [endAd(true)] : open ? [] : closeBreak());
  const data = (): Intent | undefined => current && { type: 'adUpdated', guess: guessOf(current) };
  /** What its own element reports of an interstitial: now and then the player puts it to its start after `playing`. */
  const ofAd = (
    element: HTMLMediaElement,
  ): Intents<Pick<MediaElementEvents, 'playing' | 'seeking' | 'seeked' | 'timeupdate' | 'waiting'>> => {
    const run = (): Intent[] => {
      pass(element);
      return [data()!, { type: 'playing' }];
    };
    return {
      playing: () => (element.seeking ? undefined : run()),
      seeking: () => void shown.jump(),
      seeked: () => (element.paused || element.readyState < 3 ? undefined : run()),
      timeupdate: () => (element.paused ? undefined : pass(element)) as undefined,
      waiting: () => (element.seeking ? undefined : { type: 'waiting' }),
    };
  };

  return {
    content,
    get lent() {
      return lent;
    },
    get keeps() {
      return lent && !away;
    },
    detached: () => {
      away = lent;
    },
    ofContent: (emit) => {
      const ofOpening = opening.ofContent(emit);
      return (intent) => {
        const { type } = intent;
        // A player that has no element is not unloaded for an ad: the page ends it, or gives it other content.
        if (lent && OF_LENT.test(type) && !(away && type === 'unloaded')) return;
        const runs = /^(playing|progress)$/.test(type);
        // What the element plays by itself is not followed by interstitials.
        if (type === 'ended' && (open || (cuepoints.some(({ start }) => start < 0) && player.getManifest()))) {
          const second = player.getMediaElement()!.currentTime;
          over = { playhead: isLive() ? undefined : content(second), time: performance.now() };
          return ofOpening({ type: 'contentEnded', playhead: over.playhead });
        }
        if (open ? runs && !current && offset === undefined : /^(playRequested|seeking|unloaded)$/.test(type))
          closeBreak().forEach(emit);
        const isOfStream = open && isInStream(current);
        if (isOfStream && runs) pass(player.getMediaElement()!);
        if (isOfStream && type === 'seeking') shown.jump();
        if (open && OF_CONTENT.test(type) && !(isOfStream && OF_STREAM.test(type))) return;
        if (runs && !open) lent = false;
        // An ad does not return with its content.
        ofOpening(type === 'unloaded' && open ? { ...intent, mayReturn: false } : intent);
        if (type === 'unloaded') forget();
      };
    },
    forget,
    intents: {
      'ad-cue-points-changed': (event) => {
        cuepoints = event.cuepoints ?? [];
        return undefined;
      },
      // That of an overlay is none, so it waits for its first ad.
      'ad-break-started': (event) => {
        offset = event.timeOffset;
        startedAt = event.startedAt ?? undefined;
        return undefined;
      },
      'ad-started': (event) => {
        const { ad, originalEvent } = event;
        // The content goes on below it.
        if (!ad || ad.isLinear?.() === false) return undefined;
        const at = (offset ?? ad.getTimeOffset?.() ?? 0) || Number(opening.begun);
        const params = { 'media.ad.podFriendlyName': nameOf(at) };
        // A frame of the content may have come before those of a pre-roll, and its element may not have said yet that it jumped.
        const playhead = isLive() ? undefined : at && startedAt;
        const began = passed(ad);
        const begins: Intent[] = [{ type: 'adBreakStarted', playhead, guess: { params }, ...atEnd(), ...began }];
        // The element may be lent to the post-roll before it has said that the content is over.
        if (at < 0 && !over) begins.unshift({ type: 'chapter' }, { type: 'contentEnded' });
        if (open) begins.length = 0;
        open = true;
        current = ad;
        waits = false;
        length = NaN;
        limit = Infinity;
        shown.begin();
        adElement = undefined;
        interstitial = isInterstitial(event);
        const shows = !interstitial && originalEvent?.type !== BEGINS;
        return [
          ...opening.adBegins(!at),
          ...begins,
          { type: 'adAnnounced', guess: guessOf(ad), ...began },
          ...(shows ? [{ type: 'playing', ...began } as const] : []),
        ];
      },
      // Its frames come later: `ad-playing` is but the element's `play`.
      'ads-loaded': () => {
        if (!current || !interstitial) return undefined;
        watching.abort();
        watching = new AbortController();
        const interstitials = manager!.getInterstitialPlayer?.();
        limit = interstitials?.getConfiguration?.().playRangeEnd ?? Infinity;
        adElement = interstitials?.getMediaElement();
        if (adElement) listen(adElement, ofAd(adElement), tell, watching.signal);
        return data();
      },
      'ad-duration-changed': data,
      // Of an ad in the stream the element reports it.
      'ad-paused': () => {
        waits = false;
        return current && !isInStream(current) ? { type: 'paused' } : undefined;
      },
      // The wish to play an interstitial, whose frames may take a while.
      'ad-resumed': () => (current && !isInStream(current) ? { type: interstitial ? 'playRequested' : 'playing' } : undefined),
      // What Google plays says so; of others the element does.
      'ad-buffering': () => {
        waits = !!current && !interstitial && !isInStream(current);
        return waits ? { type: 'waiting' } : undefined;
      },
      // It comes all the time, and is news behind a wait.
      'ad-progress': () => {
        const waited = waits;
        waits = false;
        return waited && current ? { type: 'playing' } : undefined;
      },
      'ad-skipped': cutAd,
      'ad-error': cutAd,
      // That of an interstitial comes when the next one has begun.
      'ad-complete': ({ originalEvent }) => (originalEvent && current ? { type: 'adEnded' } : undefined),
      'ad-stopped': ({ originalEvent }) => {
        const closes = offset === undefined && (!!originalEvent || !current || isLast(current));
        watching.abort();
        const ended = passed(current, current?.getDuration());
        if (isInStream(current)) pass(player.getMediaElement()!);
        const ends: Intent[] = current ? [endAd(false, ended)] : [];
        // The element says nothing of an ad that it played in passing.
        const goesOn: Intent[] = !over && 'agoMs' in ended ? [{ type: 'playing', ...ended }] : [];
        current = undefined;
        return closes ? [...ends, ...closeBreak(), ...goesOn] : ends;
      },
      'ad-break-ended': closeBreak,
      // Where there is but one element.
      'ad-content-pause-requested': () => {
        lend();
        lent = true;
        return undefined;
      },
      'ad-content-resume-requested': () => {
        away = false;
        return undefined;
      },
    },
  };
}
