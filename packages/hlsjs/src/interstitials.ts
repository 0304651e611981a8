import type { Emit, Intent, Intents } from '@media-collection/core';
import type { HlsAsset, HlsEvents, HlsInterstitial, HlsPlayer } from './player';

/** Playback this near to the end of an ad, in seconds, is its end. */
const END = 0.3;

type Ad = { readonly event: HlsInterstitial; readonly asset: HlsAsset; readonly assetListIndex: number };

/** Whether an interstitial plays, in the player's own element or in place of its content. */
export const isInBreak = ({ interstitialsManager }: HlsPlayer): boolean => !!interstitialsManager?.playingItem?.event;

/** What the element says of itself is about its ad then, and not about the content. */
const OF_CONTENT = new Set<Intent['type']>(['length', 'end', 'chapter', 'seek', 'sought', 'fail']);

/** Keeps from the content what an element says of the ads that it is lent to. */
export const ofContent =
  (hls: HlsPlayer, emit: Emit, playhead: () => number): Emit =>
  (intent) => {
    // It says `emptied`, and where it was, when it is lent and when it comes back, and that late.
    const isEmptied = intent.type === 'unload' && 'playhead' in intent;
    if (isEmptied || (isInBreak(hls) && OF_CONTENT.has(intent.type))) return;
    emit(isInBreak(hls) ? { ...intent, playhead: playhead() } : intent);
  };

/** What is read of the element that plays. */
type Screen = {
  readonly element:
    Pick<HTMLMediaElement, 'currentTime' | 'ended' | 'paused' | 'playbackRate' | 'readyState' | 'seeking'> | undefined;
};

/** Longer ago, in seconds, no border was passed that is told only now. */
const LATEST = 1;
const lagOf = (seconds: number): number => (seconds > 0 && seconds < LATEST ? seconds * 1_000 : 0);

/** A border that an element runs over is told with its next `timeupdate`, up to 0.3 s late. */
const passed = ({ element }: Screen, { appendInPlace }: HlsInterstitial, border: number) =>
  appendInPlace && element && !element.seeking ? { ago: lagOf(element.currentTime - border) / element.playbackRate } : {};

/** Content and ads in place are one stream: frames run on over the border without a word of the element. */
const runsOn = ({ element }: Screen, { appendInPlace }: HlsInterstitial, at: Pick<Intent, 'ago' | 'playhead'>): Intent[] =>
  appendInPlace && element && !element.paused && !element.seeking && element.readyState > 2 ? [{ type: 'run', ...at }] : [];

const guessOf = ({ event, asset }: Ad) => ({
  params: {
    'media.ad.id': asset.identifier,
    'media.ad.name': event.identifier,
    'media.ad.length': asset.duration ?? 0,
    // Query and fragment may hold tokens.
    'media.ad.creativeURL': asset.uri.replace(/[?#].*/, ''),
  },
  native: event.dateRange.attr,
});

const breakStart = ({ cue, startTime }: HlsInterstitial): Intent => ({
  type: 'breakStart',
  guess: {
    params: {
      'media.ad.podFriendlyName': cue.pre || (!cue.post && startTime <= 0) ? 'preroll' : cue.post ? 'postroll' : 'midroll',
    },
  },
});

const adOf = (ad: Ad): Intent => ({ type: 'ad', guess: guessOf(ad) });

/** The interstitial that plays already when somebody begins to listen. */
export function alreadyPlaying({ interstitialsManager }: HlsPlayer): Intent[] {
  const { playingItem, playingAsset: asset } = interstitialsManager ?? {};
  const event = playingItem?.event;
  return event ? [breakStart(event), ...(asset ? [adOf({ event, asset, assetListIndex: 0 })] : [])] : [];
}

/** The asset was played to its end: the element says so, or stands there. */
const isComplete = ({ element }: Screen, { event, asset }: Ad): boolean => {
  if (!element || element.seeking) return false;
  const second = element.currentTime - (event.appendInPlace ? asset.timelineStart : 0);
  return element.ended || second >= (asset.duration ?? Infinity) - END;
};

/** What hls.js says of its interstitials (players.md 2a). */
export const interstitialIntents = (
  hls: HlsPlayer,
  screen: Screen & { lend(content: number | undefined): void },
): Intents<HlsEvents> => ({
  hlsInterstitialStarted: ({ event }) => {
    // In a live programme, and before the content, where it stood; else where the break stands in it.
    screen.lend(event.cue.pre || hls.latestLevelDetails?.live ? undefined : event.startTime);
    return { ...breakStart(event), ...passed(screen, event, event.timelineStart) };
  },
  hlsInterstitialAssetStarted: (ad) => {
    const { event, asset, assetListIndex } = ad;
    const at = passed(screen, event, asset.timelineStart);
    // In place, the one before may end without a word: test/browser/hlsjs.ads.test.ts.
    const before = event.assetList[assetListIndex - 1];
    return [
      ...(before ? [{ type: 'adEnd', skipped: !!before.error, ...at } as const] : []),
      { ...adOf(ad), ...at },
      ...runsOn(screen, event, at),
    ];
  },
  hlsInterstitialsUpdated: () => {
    const { playingItem, playingAsset: asset } = hls.interstitialsManager ?? {};
    const event = playingItem?.event;
    return event && asset ? { type: 'adData', guess: guessOf({ event, asset, assetListIndex: 0 }) } : undefined;
  },
  hlsInterstitialAssetEnded: (ad) => {
    const { event, asset } = ad;
    return {
      type: 'adEnd',
      skipped: !isComplete(screen, ad),
      ...passed(screen, event, asset.timelineStart + (asset.duration ?? Infinity)),
    };
  },
  hlsInterstitialEnded: ({ event, scheduleIndex }) => {
    const at = {
      ...passed(screen, event, event.timelineStart + event.duration),
      playhead: hls.latestLevelDetails?.live ? undefined : event.resumeTime,
    };
    // Behind a post-roll nothing more is said, nor was before it: player-logs
    if (scheduleIndex < 0) return [{ type: 'breakEnd' }, { type: 'end' }];
    return [{ type: 'breakEnd', ...at }, ...runsOn(screen, event, at)];
  },
  // A pre-roll plays before the element knows how long the content is.
  hlsLevelLoaded: ({ details }) =>
    isInBreak(hls) && !details.live ? { type: 'length', seconds: details.totalduration } : undefined,
});
