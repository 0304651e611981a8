import { shaka as adapt } from '/packages/shaka/index.js';
import { overhear } from '/page/words.js';

export * from '/packages/shaka/index.js';

const quiet = () => '';
const target = (events) => ({ on: (type, hear) => events.addEventListener(type, (event) => hear(type, event)) });

/** The real `shaka`; the page listens first, so that what Shaka Player said stands before what it means. */
export function shaka(player, options) {
  overhear(target(player), {
    onstatechange: ({ state }) => state,
    loading: quiet,
    loaded: quiet,
    unloading: quiet,
    adaptation: ({ newTrack }) => `${newTrack.bandwidth} bit/s`,
    variantchanged: ({ newTrack }) => `${newTrack.bandwidth} bit/s`,
    textchanged: quiet,
    error: ({ detail }) => `code ${detail.code}`,
  });
  overhear(target(player.getAdManager()), {
    'ad-break-started': quiet,
    'ad-started': ({ ad }) => ad.getAdId(),
    'ads-loaded': quiet,
    'ad-paused': quiet,
    'ad-resumed': quiet,
    'ad-skipped': quiet,
    'ad-error': quiet,
    'ad-stopped': quiet,
    'ad-break-ended': quiet,
  });
  return adapt(player, options);
}
