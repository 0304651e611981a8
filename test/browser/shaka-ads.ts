import { playIn, type Case } from './ads-case';
import type { Browser } from './browser';
import { openShakaScene } from './shaka-scene';

export const AD = 'adStart play adComplete';
export const BREAK = `adBreakStart ${AD} adBreakComplete`;
export const POD = `adBreakStart ${AD} ${AD} adBreakComplete`;
/** What a break bears. */
export const broken = (name: string, index: number, second: number) => ({
  'media.ad.podIndex': index,
  'media.ad.podSecond': second,
  'media.ad.podFriendlyName': name,
});
/** What an ad bears. */
export const ad = (id: unknown, position = 1) => ({ 'media.ad.id': id, 'media.ad.podPosition': position });

/** Plays a situation of interstitials. */
export const playShaka = async (
  browser: Browser,
  situation: string,
  one: Case,
  version = 'shaka-player',
  real = 'its elements',
): Promise<void> =>
  playIn(
    await openShakaScene(browser, version),
    {
      player: 'Shaka Player',
      situation,
      real: `Shaka Player ${version === 'shaka-player' ? '5.2.12' : '4.16'}, its interstitials, ${real}`,
    },
    one,
    { isAd: (source) => source.startsWith('ad '), lengthOf: (id) => Number(/cut\/(\d+)/.exec(id)![1]) },
  );
