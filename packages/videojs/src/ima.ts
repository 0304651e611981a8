import { listen, type Emit, type Guess, type Intent, type Intents } from '@media-collection/core';
import type { ImaAd, ImaManager, VideoJsPlayer } from './player';

/** The manager of Google's IMA, and the names that it gives to its events. */
export const imaOf = ({ ima }: VideoJsPlayer): { manager: ImaManager; names: Readonly<Record<string, string>> } | false => {
  const manager = ima?.getAdsManager?.();
  const names = (globalThis as { google?: { ima?: { AdEvent?: { Type?: Record<string, string> } } } }).google?.ima?.AdEvent?.Type;
  return !!manager && !!names && { manager, names };
};

/** Query and fragment may hold tokens. */
export const bare = (source: string): string => source.replace(/[?#].*/, '');

/** The getters of Google's ad, by the parameter that each returns. */
const GETTERS: readonly (readonly [key: string, getter: string])[] = [
  ['id', 'getAdId'],
  ['name', 'getTitle'],
  ['length', 'getDuration'],
  ['advertiser', 'getAdvertiserName'],
  ['creativeId', 'getCreativeId'],
];

/** The metadata that Google's IMA has of an ad. */
const imaAdOf = (ad: ImaAd): Guess<'adStart'> => {
  const params = GETTERS.map(([key, getter]) => [`media.ad.${key}`, ad[getter]?.()]).filter(([, value]) => value);
  const url = ad.getMediaUrl?.();
  const position = ad.getAdPodInfo()?.getAdPosition();
  return {
    params: {
      ...Object.fromEntries(params),
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

/** Native events of Google's IMA in the table, by Google's names. */
export type ImaEvents = Record<
  'STARTED' | 'DURATION_CHANGE' | 'PAUSED' | 'RESUMED' | 'AD_BUFFERING' | 'AD_PROGRESS' | 'COMPLETE' | 'SKIPPED',
  ImaEvent
>;

const imaGuess = (event: ImaEvent): Guess<'adStart'> => imaAdOf(event.getAd()!);

/**
 * The intents of the events of Google's IMA. Breaks come from videojs-contrib-ads, to which videojs-ima reports them (its
 * player-wrapper.js, 520 to 538); it reports neither the ad nor a skip there.
 */
export const imaIntents: Intents<ImaEvents> = {
  STARTED: (event) => [{ type: 'adAnnounced', guess: imaGuess(event) }, { type: 'playing' }],
  DURATION_CHANGE: (event) => ({ type: 'adUpdated', guess: imaGuess(event) }),
  PAUSED: () => ({ type: 'paused' }),
  RESUMED: () => [{ type: 'playRequested' }, { type: 'playing' }],
  AD_BUFFERING: () => ({ type: 'waiting' }),
  AD_PROGRESS: () => ({ type: 'playing' }),
  COMPLETE: () => ({ type: 'adEnded' }),
  SKIPPED: () => ({ type: 'adEnded', skipped: true }),
};

/** Listens to the manager of Google's IMA that the player has now, if any. */
export function followIma(player: VideoJsPlayer, emit: Emit, signal: AbortSignal): void {
  const ima = imaOf(player);
  if (!ima) return;
  let waits = false;
  const table = (Object.entries(imaIntents) as [string, (event: ImaEvent) => unknown][]).map(([name, means]) => [
    ima.names[name],
    (event: ImaEvent) => {
      const waited = waits;
      waits = name === 'AD_BUFFERING';
      // AD_PROGRESS is fired five times a second while an ad plays; it means something only after a wait. An overlay has no break.
      const isNews = name !== 'AD_PROGRESS' || waited;
      return isNews && player.ads?.inAdBreak?.() ? (means(event) as Intent) : undefined;
    },
  ]);
  listen(ima.manager, Object.fromEntries(table) as Intents<ImaEvents>, emit, signal);
}
