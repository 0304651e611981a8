import { hlsjs as adapt } from '/packages/hlsjs/index.js';
import { overhear, seconds } from '/page/words.js';

export * from '/packages/hlsjs/index.js';

/** The real `hlsjs`; the page listens first, so that what hls.js said stands before what it means. */
export function hlsjs(hls, options) {
  overhear(hls, {
    hlsMediaAttaching: () => '',
    hlsMediaAttached: () => '',
    hlsManifestLoading: () => '',
    hlsLevelLoaded: ({ details }) => (details.live ? 'live' : seconds(details.totalduration)),
    hlsLevelSwitched: ({ level }) => String(level),
    hlsMediaEnded: ({ stalled }) => (stalled ? 'stalled' : ''),
    hlsFragBuffered: () => '',
    hlsError: ({ details, fatal }) => (fatal ? `${details}, fatal` : details),
    hlsInterstitialsUpdated: () => '',
    hlsInterstitialStarted: ({ event }) => event.identifier,
    hlsInterstitialAssetStarted: ({ asset }) => asset.identifier,
    hlsInterstitialAssetEnded: ({ asset }) => asset.identifier,
    hlsInterstitialEnded: ({ event }) => event.identifier,
    hlsMediaDetaching: () => '',
    hlsDestroying: () => '',
  });
  return adapt(hls, options);
}
