import type { Intent, Intents } from '@media-collection/core';
import {
  bitrateIntent,
  captionState,
  isStillPlaying,
  pendingPlayRequest,
  unloadIntents,
  type BitrateUnit,
  type ContentPosition,
  type ElementSlot,
} from '@media-collection/html5';
import type { Ads } from './ads/ads';
import type { PendingVariants } from './pending-variants';
import type { ShakaEvents, ShakaPlayer, Variant } from './player';

/** `shaka.util.Error.Severity.CRITICAL`, `…Category.NETWORK`, `shaka.net.NetworkingEngine.RequestType.MANIFEST`. */
const CRITICAL = 2;
const NETWORK = 1;
const MANIFEST = 0;
/** `shaka.Player.LoadMode.DESTROYED`. */
const DESTROYED = 0;

/** What is known of the content. */
export interface Content {
  /** Its address; null while there was none. */
  source: string | null;
  /** It is loaded, or being loaded. */
  isLoaded: boolean;
  /** Playback was requested when there was no content. */
  isRequested?: boolean;
}

/** The content of a player, and the element that it plays in. */
export interface ContentView {
  readonly slot: ElementSlot;
  readonly position: ContentPosition;
  readonly content: Content;
  readonly ads: Pick<Ads, 'keepsContent' | 'detach'>;
  /** Other content comes: nothing is known of its chapters and renditions. */
  forget(): void;
  /** Asks the player for its chapters. */
  askChapters(): void;
}

/** Whether captions or subtitles are shown, by whatever displays them. */
export const isCaptioned = (player: ShakaPlayer): boolean =>
  player.getTextTracks().some(({ active }) => active) && (player.isTextTrackVisible?.() ?? true);

/** Where what is loaded around the playhead ends; the playhead where nothing is. */
function bufferedEnd({ buffered, currentTime }: HTMLMediaElement): number {
  for (let index = 0; index < buffered.length; index++)
    if (buffered.start(index) <= currentTime && currentTime < buffered.end(index)) return buffered.end(index);
  return currentTime;
}

/** The intents of the events of Shaka Player (P-1 to P-15), beside those of its element. */
export const shakaIntents = (
  player: ShakaPlayer,
  { slot, position, content, ads, forget, askChapters }: ContentView,
  variants: PendingVariants,
  unit?: BitrateUnit,
): Intents<ShakaEvents> => {
  const follow = (): void => slot.follow(player.getMediaElement());
  /** Why the manifest could not be loaded; the last failure names no reason. */
  let reason: number | undefined;
  /** The content was unloaded, and may return (D27). */
  let mayReturn = false;
  /** The player loads, and has not named what it loads. */
  let isNameless = false;
  const choose = ({ newTrack }: { newTrack: Variant }): Intent | undefined => {
    const { element } = slot;
    // Then the player itself reports what is shown.
    if (!element || player.getConfiguration().streaming.observeQualityChanges) return undefined;
    variants.add(bufferedEnd(element), newTrack.bandwidth);
    const shown = variants.reach(element.currentTime);
    return shown ? bitrateIntent(shown, unit) : undefined;
  };

  const load = (): Intent[] | undefined => {
    const source = player.getAssetUri();
    // Shaka Player 4 fires `loading` before it names the content, which it does before its next state.
    isNameless = source === null;
    if (isNameless) return undefined;
    const isOther = source !== content.source;
    reason = undefined;
    // A load that another one interrupts is not unloaded; and what might have returned does not.
    const isGone = content.isLoaded ? isOther || !ads.keepsContent : isOther && mayReturn;
    const ends = isGone ? unloadIntents(position.now(), !isOther) : [];
    if (isOther || !ads.keepsContent) {
      // Other content in an ad ends the ad, too.
      ads.detach();
      content.source = source;
      forget();
    }
    content.isLoaded = true;
    follow();
    // An element that the player gives a source itself is paused then, and `play` does not follow where it is still to come.
    const requests = content.isRequested ? pendingPlayRequest(slot.element) : [];
    content.isRequested = false;
    return [...ends, ...requests];
  };

  return {
    onstatechange: ({ state }) => {
      if (state === 'detach') {
        ads.detach();
        slot.leave();
        return undefined;
      }
      follow();
      return isNameless ? load() : undefined;
    },
    loading: load,
    loaded: () => askChapters() as undefined,
    trackschanged: () => askChapters() as undefined,
    // Later the element has forgotten where it was. What is loaded next is named already.
    unloading: () => {
      isNameless = false;
      if (ads.keepsContent) return undefined;
      const next = player.getAssetUri();
      content.isLoaded = false;
      mayReturn = (!next || next === content.source) && player.getLoadMode() !== DESTROYED;
      return unloadIntents(position.now(), mayReturn);
    },
    adaptation: choose,
    variantchanged: choose,
    mediaqualitychanged: ({ mediaQuality: { contentType, bandwidth } }) => {
      if (contentType !== 'video') return undefined;
      const variant = player.getVariantTracks().find(({ videoBandwidth }) => videoBandwidth === bandwidth);
      return bitrateIntent(variant?.bandwidth ?? bandwidth, unit);
    },
    textchanged: () => captionState(slot.element?.textTracks, isCaptioned(player)),
    error: ({ detail: { code, category, severity, handled } }) =>
      severity === CRITICAL && !handled
        ? { type: 'failed', id: `shaka.${code}`, isNetwork: category === NETWORK, stillPlaying: isStillPlaying(slot.element) }
        : undefined,
    // A manifest that does not come is a rejection of load(), which only the page sees.
    downloadfailed: ({ requestType, error }) => {
      // Shaka Player 4 does not name the type; before there is a manifest nothing else is requested.
      if ((requestType ?? MANIFEST) !== MANIFEST || !error || player.getManifestType()) return undefined;
      if (error.severity === CRITICAL) return { type: 'failed', id: `shaka.${reason ?? error.code}`, isNetwork: true };
      reason = error.code;
      return undefined;
    },
    // It was retried, and the buffer had not run dry yet.
    segmentappended: () => ({ type: 'recovered' }),
  };
};
