import { listen, type Emit, type Guess, type Intent, type Intents } from '@media-collection/core';
import { muteOf, type Place } from '@media-collection/html5';
import { mediumOf, type PlayerEvents } from './player-intents';
import type { ImaAd, ImaManager, VideoJsPlayer } from './player';

/** Words of the player that videojs-contrib-ads renames while it gives the content back. */
const RETURNED = ['playing', 'pause', 'waiting', 'seeking', 'seeked', 'timeupdate'] as const;

/**
 * Native events of ads that the table speaks of: videojs-contrib-ads' own, those that its ad plugins agreed on, and the player's own as
 * it renames them, with `ad` before them while ads are shown or awaited, with `content` while the content comes back.
 */
export type AdEvents = Record<
  | 'adstart'
  | 'adend'
  | 'adloadstart'
  | 'addurationchange'
  | 'adplaying'
  | 'adpause'
  | 'adwaiting'
  | 'adended'
  | 'aderror'
  | 'ademptied'
  | 'advolumechange'
  | 'ads-ad-started'
  | 'ads-ad-ended'
  | 'ads-ad-skipped'
  | 'ads-pause'
  | 'ads-play'
  | 'contentended'
  | 'contentemptied'
  | 'contentplay'
  | 'contenterror'
  | 'contentdurationchange'
  | 'contentloadedmetadata'
  | 'contentvolumechange'
  | `content${(typeof RETURNED)[number]}`,
  Event
>;

/** What ad plugins do to a player, and what it means. */
export interface AdTable {
  /** The player is not about its content: it shows an ad, waits for one, or comes back from one. */
  isAd(): boolean;
  /** The player's element has the source of an ad. */
  isLent(): boolean;
  readonly intents: Intents<AdEvents>;
}

/** The manager of Google's IMA, and the names that it gives to its events. */
const imaOf = ({ ima }: VideoJsPlayer): { manager: ImaManager; names: Readonly<Record<string, string>> } | false => {
  const manager = ima?.getAdsManager?.();
  const names = (globalThis as { google?: { ima?: { AdEvent?: { Type?: Record<string, string> } } } }).google?.ima?.AdEvent?.Type;
  return !!manager && !!names && { manager, names };
};

/** Query and fragment may hold tokens. */
const bare = (source: string): string => source.replace(/[?#].*/, '');

/** What an ad plugin says of its ad, and what the player knows of one that it plays itself. */
const adOf = (player: VideoJsPlayer, lent: boolean): Guess<'adStart'> => {
  const { ad } = player.ads!;
  const source = lent ? bare(player.currentSrc()) : '';
  const id = ad?.id || source;
  const length = ad?.duration || (lent && player.duration());
  return {
    params: {
      ...(id && { 'media.ad.id': id }),
      ...(length && { 'media.ad.length': length }),
      ...(source && { 'media.ad.creativeURL': source }),
    },
    native: ad,
  };
};

/** What the words of videojs-contrib-ads mean (players.md, sections 1a and 7.10), and of the player while it is in its ad mode. */
export function createAdTable(player: VideoJsPlayer, place: Place, content: Intents<PlayerEvents>): AdTable {
  const inBreak = (): boolean => !!player.ads?.inAdBreak?.();
  const hasOther = (): boolean => player.currentSrc() !== player.ads?.contentSrc;
  const isLent = (): boolean => inBreak() && hasOther();
  /** The last break came after the content. */
  let post = false;
  const isOver = (): boolean => post && !inBreak();

  const start = content.play as (event: Event) => Intent | undefined;
  const unload = content.emptied as (event: Event) => Intent;
  const failed = content.error as (event: Event) => Intent | undefined;
  const mute = (): Intent => muteOf(mediumOf(player));
  const data = (): Intent => ({ type: 'adData', guess: adOf(player, isLent()) });
  const lent = (type: 'halt' | 'wait', unless: () => boolean) => (): Intent | undefined =>
    isLent() && !unless() ? { type } : undefined;
  const during = (type: 'halt' | 'run') => (): Intent | undefined => (inBreak() ? { type } : undefined);
  const adEnd = (skipped: boolean) => (): Intent => ({ type: 'adEnd', skipped });
  /** Other content comes while an ad is awaited, or while the content comes back; in a break only if the page says that it is no ad. */
  const emptied = (event: Event): Intent | undefined =>
    hasOther() && (!inBreak() || player.ads!.disableNextSnapshotRestore) ? unload(event) : undefined;

  return {
    // After a post-roll in its own element contrib-ads waits for an `ended` that does not come, and stays in its ad mode
    // (players.md 1a, seen in videojs-contribads.json): a replay has its words renamed.
    isAd: () => !!player.ads?.isInAdMode?.() && !(isOver() && player.ads.isContentResuming?.()),
    isLent,
    intents: {
      ...Object.fromEntries(
        RETURNED.map((type) => [`content${type}`, (event: Event) => (isOver() ? content[type]!(event as never) : undefined)]),
      ),
      adstart: (event) => {
        post = player.ended();
        // The wish to play, which may have brought the break about, is heard after it.
        const wish = start(event);
        const playhead = (place.last = place.now());
        // Its own name for a post-roll that begins too early is that of a mid-roll.
        const name = post ? 'postroll' : /^(pre|mid)roll$/.exec(player.ads!.adType!)?.[0];
        const params = name ? { 'media.ad.podFriendlyName': name } : {};
        return [...(wish ? [wish] : []), { type: 'breakStart', playhead, guess: { params } }];
      },
      adloadstart: () => ({ type: 'ad' }),
      addurationchange: () => (isLent() ? data() : undefined),
      adplaying: () => (isLent() && !player.paused() ? [data(), { type: 'run' }] : undefined),
      'ads-ad-started': () => {
        // Videojs-ima says it of overlays too, and says nothing of the ad: its manager does.
        if (!inBreak() || imaOf(player)) return undefined;
        return isLent() ? data() : [{ type: 'ad', guess: adOf(player, false) }, { type: 'run' }];
      },
      adpause: lent('halt', () => player.ended()),
      adwaiting: lent('wait', () => player.seeking()),
      'ads-pause': during('halt'),
      'ads-play': during('run'),
      adended: adEnd(false),
      'ads-ad-ended': adEnd(false),
      'ads-ad-skipped': adEnd(true),
      // While an ad is awaited it is the content that breaks. Not whatever comes in no break: a plugin may have ended that already.
      aderror: (event) => (player.ads!.isWaitingForAdBreak?.() ? failed(event) : adEnd(true)()),
      adend: () => [
        // A plugin that hears of the ad's end before this table may end the break at once.
        ...(hasOther() && player.ended() ? [adEnd(false)()] : []),
        { type: 'breakEnd' },
        ...(post ? [{ type: 'end' } as const] : []),
      ],
      // The last chapter was played through; a post-roll may come before the viewing is over.
      contentended: (event) => (content.ended!(event) as Intent[]).filter(({ type }) => type === 'chapter'),
      contentplay: start,
      contenterror: failed,
      contentemptied: emptied,
      ademptied: emptied,
      contentdurationchange: content.durationchange!,
      contentloadedmetadata: content.loadedmetadata!,
      contentvolumechange: mute,
      advolumechange: mute,
    },
  };
}

/** Getters of Google's ad, by what they say. */
const SAYS: readonly (readonly [key: string, getter: string])[] = [
  ['id', 'getAdId'],
  ['name', 'getTitle'],
  ['length', 'getDuration'],
  ['advertiser', 'getAdvertiserName'],
  ['creativeId', 'getCreativeId'],
];

/** What Google's IMA says of an ad. */
const imaAdOf = (ad: ImaAd): Guess<'adStart'> => {
  const said = SAYS.map(([key, getter]) => [`media.ad.${key}`, ad[getter]?.()]).filter(([, value]) => value);
  const url = ad.getMediaUrl?.();
  const position = ad.getAdPodInfo()?.getAdPosition();
  return {
    params: {
      ...Object.fromEntries(said),
      ...(!!url && { 'media.ad.creativeURL': bare(String(url)) }),
      ...(position && { 'media.ad.podPosition': position }),
    },
    native: ad,
  };
};

/** An event of Google's manager. */
interface ImaEvent {
  getAd(): ImaAd | null;
}

/** Native events of Google's IMA that the table speaks of, by Google's names. */
export type ImaEvents = Record<'STARTED' | 'DURATION_CHANGE' | 'PAUSED' | 'RESUMED' | 'COMPLETE' | 'SKIPPED', ImaEvent>;

const imaGuess = (event: ImaEvent): Guess<'adStart'> => imaAdOf(event.getAd()!);

/**
 * What the words of Google's IMA mean. Breaks come from videojs-contrib-ads, which videojs-ima tells of them (its player-wrapper.js,
 * 520 to 538); of the ad it says nothing there, nor of a skip.
 */
export const imaIntents: Intents<ImaEvents> = {
  STARTED: (event) => [{ type: 'ad', guess: imaGuess(event) }, { type: 'run' }],
  DURATION_CHANGE: (event) => ({ type: 'adData', guess: imaGuess(event) }),
  PAUSED: () => ({ type: 'halt' }),
  RESUMED: () => ({ type: 'run' }),
  COMPLETE: () => ({ type: 'adEnd' }),
  SKIPPED: () => ({ type: 'adEnd', skipped: true }),
};

/** Listens to the manager of Google's IMA that the player has now, if any. */
export function followIma(player: VideoJsPlayer, emit: Emit, signal: AbortSignal): void {
  const ima = imaOf(player);
  if (!ima) return;
  /** An overlay has no break. */
  const during = (means: (event: ImaEvent) => unknown) => (event: ImaEvent) =>
    player.ads?.inAdBreak?.() ? (means(event) as Intent) : undefined;
  const table = Object.entries(imaIntents).map(([name, means]) => [ima.names[name], during(means)]);
  listen(ima.manager, Object.fromEntries(table) as Intents<ImaEvents>, emit, signal);
}
