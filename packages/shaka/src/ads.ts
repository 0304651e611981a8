import { listen, type Emit, type Guess, type Intent, type Intents } from '@media-collection/core';
import { contentSecond, type MediaEvents } from '@media-collection/html5';
import { createOpening } from './opening';
import type { ShakaAd, ShakaAdEvent, ShakaAdEvents, ShakaAdManager, ShakaPlayer } from './player';

/** What the content's element says in a break is the ad manager's doing, and not the viewer's. */
const OF_CONTENT = /^(run|halt|wait|seek|sought|move|chapter)$/;
/** So is this, while the element is lent to ads. */
const OF_LENT = /^(unload|length|fail)$/;

/** Query and fragment may hold tokens. */
const bare = (url: string): string => url.replace(/[?#].*/, '');

/** What the player knows of an ad. */
function guessOf(ad: ShakaAd): Guess<'adStart'> {
  const known = {
    'media.ad.id': ad.getAdId?.(),
    'media.ad.name': ad.getTitle?.(),
    'media.ad.advertiser': ad.getAdvertiserName?.(),
    'media.ad.creativeId': ad.getCreativeAdId?.(),
    'media.ad.creativeURL': bare(ad.getMediaUrl?.() ?? ''),
  };
  return {
    params: {
      ...Object.fromEntries(Object.entries(known).filter(([, value]) => value)),
      'media.ad.podPosition': ad.getPositionInSequence(),
      'media.ad.length': ad.getDuration(),
    },
    native: ad,
  };
}

/** Where a break stands in the content. */
const nameOf = (offset: number): string => (offset > 0 ? 'midroll' : offset < 0 ? 'postroll' : 'preroll');

/** It is part of the stream, whoever put it there. */
const isInStream = (ad: ShakaAd): boolean => ad.isClientRendering?.() === false;

/** It plays in an element by the manager's own player; others are Google's to show, or part of the stream. */
const isInterstitial = ({ ad, originalEvent }: ShakaAdEvent): boolean => !originalEvent && !isInStream(ad!);

/** Google's break begins with its first ad, which then begins once more: client_side_ad_manager.js, 354 to 359. */
const BEGINS = 'contentPauseRequested';

/** The manager looks where the stream is as often as the element tells it, so a border was passed so many seconds ago at most. */
const NEAR = 0.5;

/** A break is over with the last ad of its sequence. */
const isLast = (ad: ShakaAd): boolean => ad.getPositionInSequence() >= ad.getSequenceLength();

/** Tells of a player's ads, and keeps them from what is told of its content. */
export interface Ads {
  /** The second of the content at a second of the media: ads that are in the stream do not count. */
  content(second: number): number;
  /** The content has given its element to an ad, and does not play again yet. */
  readonly lent: boolean;
  /** The player has let go of its element. */
  detached(): void;
  /** What the content says, without what it says because of ads; its end comes after those that follow it. */
  ofContent(emit: Emit): Emit;
  /** The content goes, or nobody follows it any more. */
  forget(): void;
  readonly intents: Intents<ShakaAdEvents>;
}

/**
 * What the words of the ad manager mean (players.md, section 3a, and 7.10). `lend` hears when the content gives up its element, `tell`
 * of the frames of interstitials.
 */
export function createAds(player: ShakaPlayer, lend: () => void, tell: Emit): Ads {
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
  let watching = new AbortController();
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
  const passed = (ad: ShakaAd | undefined, seconds = 0): Pick<Intent, 'playhead' | 'ago'> => {
    const { currentTime, playbackRate } = player.getMediaElement() ?? {};
    const border = (ad && isInStream(ad) ? ad.getTimeOffset?.() : undefined)! + seconds;
    const gone = currentTime! - border;
    if (!(gone >= 0 && gone < NEAR)) return {};
    return { playhead: player.isLive() ? undefined : content(border), ago: (gone * 1_000) / playbackRate! };
  };

  const opening = createOpening(player, () => cuepoints.some(({ start }) => !start), content);

  /** A post-roll takes its time to come; the content stood at its end meanwhile. */
  const atEnd = (): Pick<Intent, 'ago' | 'playhead'> | undefined =>
    over && { playhead: over.playhead, ago: performance.now() - over.time };
  const closeBreak = (): Intent[] => {
    // The element may be lent to the post-roll before it has said that the content is over.
    const ends = over || (open && offset! < 0);
    const intents: Intent[] = [
      ...(open ? [{ type: 'breakEnd' } as const] : []),
      ...(ends ? [{ type: 'end', ...(!open && atEnd()) } as const] : []),
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
  const cutAd = (): Intent[] => (current ? [{ type: 'adEnd', skipped: true }] : open ? [] : closeBreak());
  const data = (): Intent | undefined => current && { type: 'adData', guess: guessOf(current) };
  const run = (): Intent[] => [data()!, { type: 'run' }];
  /** What its own element says of an interstitial: now and then the player puts it to its start when it has said `playing`. */
  const ofAd = (element: HTMLMediaElement): Intents<Pick<MediaEvents, 'playing' | 'seeked' | 'waiting'>> => ({
    playing: () => (element.seeking ? undefined : run()),
    seeked: () => (element.paused || element.readyState < 3 ? undefined : run()),
    waiting: () => (element.seeking ? undefined : { type: 'wait' }),
  });

  return {
    content,
    get lent() {
      return lent;
    },
    detached: () => {
      away = lent;
    },
    ofContent: (emit) => {
      const ofOpening = opening.ofContent(emit);
      return (intent) => {
        const { type } = intent;
        // A player that has no element is not unloaded for an ad: the page ends it, or gives it other content.
        if (lent && OF_LENT.test(type) && !(away && type === 'unload')) return;
        const runs = /^(run|move)$/.test(type);
        // What the element plays by itself is not followed by interstitials.
        if (type === 'end' && (open || (cuepoints.some(({ start }) => start < 0) && player.getManifest()))) {
          const second = player.getMediaElement()!.currentTime;
          over = { playhead: player.isLive() ? undefined : content(second), time: performance.now() };
          return;
        }
        if (open ? runs && !current && offset === undefined : /^(start|seek|unload)$/.test(type)) closeBreak().forEach(emit);
        if (open && OF_CONTENT.test(type)) return;
        if (runs) lent = false;
        ofOpening(intent);
        if (type === 'unload') forget();
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
        const playhead = player.isLive() ? undefined : at && startedAt;
        const began = passed(ad);
        const begins: Intent[] = open ? [] : [{ type: 'breakStart', playhead, guess: { params }, ...atEnd(), ...began }];
        open = true;
        current = ad;
        interstitial = isInterstitial(event);
        const shows = !interstitial && originalEvent?.type !== BEGINS;
        return [
          ...opening.adBegins(!at),
          ...begins,
          { type: 'ad', guess: guessOf(ad), ...began },
          ...(shows ? [{ type: 'run', ...began } as const] : []),
        ];
      },
      // Its frames come later: `ad-playing` is but the element's `play`.
      'ads-loaded': () => {
        if (!current || !interstitial) return undefined;
        watching.abort();
        watching = new AbortController();
        const element = manager!.getInterstitialPlayer?.()?.getMediaElement();
        if (element) listen(element, ofAd(element), tell, watching.signal);
        return data();
      },
      'ad-duration-changed': data,
      'ad-paused': () => (current ? { type: 'halt' } : undefined),
      // Version 4 says so of the first `play` of an interstitial, too.
      'ad-resumed': () => (current && !interstitial ? { type: 'run' } : undefined),
      'ad-skipped': cutAd,
      'ad-error': cutAd,
      // That of an interstitial comes when the next one has begun.
      'ad-complete': ({ originalEvent }) => (originalEvent && current ? { type: 'adEnd' } : undefined),
      'ad-stopped': ({ originalEvent }) => {
        const closes = offset === undefined && (!!originalEvent || !current || isLast(current));
        watching.abort();
        const ended = passed(current, current?.getDuration());
        const ends: Intent[] = current ? [{ type: 'adEnd', ...ended }] : [];
        // The element says nothing of an ad that it played in passing.
        const goesOn: Intent[] = !over && 'ago' in ended ? [{ type: 'run', ...ended }] : [];
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
