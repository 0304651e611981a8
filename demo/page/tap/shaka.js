import { shaka as adapt } from '/packages/shaka/index.js';
import { native } from '/page/story.js';
import { overhear } from '/page/words.js';

export * from '/packages/shaka/index.js';

const quiet = () => '';
const target = (events) => ({ on: (type, hear) => events.addEventListener(type, (event) => hear(type, event)) });

/** The element that plays an ad over the content, once it is known; the content's own is overheard by the page. */
function overhearAds(manager, content) {
  const known = new WeakSet(content ? [content] : []);
  manager.addEventListener('ads-loaded', () => {
    const element = manager.getInterstitialPlayer?.()?.getMediaElement();
    if (!element || known.has(element)) return;
    known.add(element);
    for (const type of ['playing', 'seeked', 'waiting'])
      element.addEventListener(type, () => native(type, 'of the ad'), { capture: true });
  });
}

/** The real `shaka`; the page listens first, so that what Shaka Player said stands before what it means. */
export function shaka(player, options) {
  overhear(target(player), {
    onstatechange: ({ state }) => state,
    loading: quiet,
    loaded: quiet,
    unloading: quiet,
    adaptation: ({ newTrack }) => `${newTrack.bandwidth} bit/s`,
    variantchanged: ({ newTrack }) => `${newTrack.bandwidth} bit/s`,
    mediaqualitychanged: ({ mediaQuality: { contentType, bandwidth } }) => `${contentType}, ${bandwidth} bit/s`,
    segmentappended: ({ contentType }) => contentType,
    downloadfailed: ({ error }) => (error ? `code ${error.code}` : ''),
    textchanged: quiet,
    error: ({ detail }) => `code ${detail.code}`,
  });
  overhear(target(player.getAdManager()), {
    'ad-break-started': quiet,
    'ad-started': ({ ad }) => ad.getAdId(),
    'ads-loaded': quiet,
    'ad-duration-changed': quiet,
    'ad-paused': quiet,
    'ad-resumed': quiet,
    'ad-skipped': quiet,
    'ad-error': quiet,
    'ad-complete': quiet,
    'ad-stopped': quiet,
    'ad-break-ended': quiet,
    'ad-content-pause-requested': quiet,
    'ad-content-resume-requested': quiet,
  });
  overhearAds(player.getAdManager(), player.getMediaElement());
  return adapt(player, options);
}
