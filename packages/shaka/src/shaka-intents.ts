import type { Intent, Intents } from '@media-collection/core';
import { bitrateIntent, captionState, isStillPlaying, pendingPlayRequest, type BitrateUnit } from '@media-collection/html5';
import type { Choices } from './choices';
import type { ShakaEvents, ShakaPlayer, Variant } from './player';

/** `shaka.util.Error.Severity.CRITICAL`, `…Category.NETWORK`, `shaka.net.NetworkingEngine.RequestType.MANIFEST`. */
const CRITICAL = 2;
const NETWORK = 1;
const MANIFEST = 0;
/** `shaka.Player.LoadMode.DESTROYED`. */
const DESTROYED = 0;

/** The element that the player plays in, while it does. */
export interface Screen {
  /** Undefined while nobody is followed. */
  readonly element: HTMLMediaElement | undefined;
  /** Seconds of the content, or of the day; NaN while nobody is followed. */
  playhead(): number;
  /** Follows the player's element; one that is followed already goes on being followed. */
  follow(): void;
  /** Stops following. */
  leave(): void;
  /** The address of the content; null while there was none. */
  readonly source: string | null;
  /** Content is loaded, or being loaded. */
  loaded: boolean;
  /** The element shows an ad: the content is not unloaded. */
  readonly keepsContent: boolean;
  /** Content comes: nothing is known of it. */
  begin(source: string | null): void;
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
export const shakaIntents = (player: ShakaPlayer, screen: Screen, choices: Choices, unit?: BitrateUnit): Intents<ShakaEvents> => {
  /** Why the manifest could not be loaded; the last failure names no reason. */
  let reason: number | undefined;
  /** The content was unloaded, and may return (D27). */
  let mayReturn = false;
  /** The player loads, and has not named what it loads. */
  let isNameless = false;
  const choose = ({ newTrack }: { newTrack: Variant }): Intent | undefined => {
    const { element } = screen;
    // Then the player itself reports what is shown.
    if (!element || player.getConfiguration().streaming.observeQualityChanges) return undefined;
    choices.add(bufferedEnd(element), newTrack.bandwidth);
    const shown = choices.reach(element.currentTime);
    return shown ? bitrateIntent(shown, unit) : undefined;
  };

  /** A page may load the content again to recover from an error. */
  const unload = (mayReturn: boolean): Intent[] => {
    const playhead = screen.playhead();
    const unloaded: Intent = { type: 'unloaded', ...(!Number.isNaN(playhead) && { playhead }) };
    return mayReturn ? [{ type: 'recovered' }, { ...unloaded, mayReturn }] : [unloaded];
  };

  const load = (): Intent[] | undefined => {
    const source = player.getAssetUri();
    // Shaka Player 4 fires `loading` before it names the content, which it does before its next state.
    isNameless = source === null;
    if (isNameless) return undefined;
    const isOther = source !== screen.source;
    reason = undefined;
    // A load that another one interrupts is not unloaded; and what might have returned does not.
    const isGone = screen.loaded ? isOther || !screen.keepsContent : isOther && mayReturn;
    const ends = isGone ? unload(!isOther) : [];
    if (isOther || !screen.keepsContent) screen.begin(source);
    screen.loaded = true;
    screen.follow();
    return [...ends, ...pendingPlayRequest(screen.element)];
  };

  return {
    onstatechange: ({ state }) => {
      if (state === 'detach') return screen.leave() as undefined;
      screen.follow();
      return isNameless ? load() : undefined;
    },
    loading: load,
    loaded: () => screen.askChapters() as undefined,
    trackschanged: () => screen.askChapters() as undefined,
    // Later the element has forgotten where it was. What is loaded next is named already.
    unloading: () => {
      isNameless = false;
      if (screen.keepsContent) return undefined;
      const next = player.getAssetUri();
      screen.loaded = false;
      mayReturn = (!next || next === screen.source) && player.getLoadMode() !== DESTROYED;
      return unload(mayReturn);
    },
    adaptation: choose,
    variantchanged: choose,
    mediaqualitychanged: ({ mediaQuality: { contentType, bandwidth } }) => {
      if (contentType !== 'video') return undefined;
      const variant = player.getVariantTracks().find(({ videoBandwidth }) => videoBandwidth === bandwidth);
      return bitrateIntent(variant?.bandwidth ?? bandwidth, unit);
    },
    textchanged: () => captionState(screen.element?.textTracks, isCaptioned(player)),
    error: ({ detail: { code, category, severity, handled } }) =>
      severity === CRITICAL && !handled
        ? { type: 'failed', id: `shaka.${code}`, isNetwork: category === NETWORK, stillPlaying: isStillPlaying(screen.element) }
        : undefined,
    // A manifest that does not come is a rejection of load(), which only the page sees.
    downloadfailed: ({ requestType, error }) => {
      // Shaka Player 4 does not name the type; before there is a manifest nothing else is requested.
      if ((requestType ?? MANIFEST) !== MANIFEST || !error || player.getManifest()) return undefined;
      if (error.severity === CRITICAL) return { type: 'failed', id: `shaka.${reason ?? error.code}`, isNetwork: true };
      reason = error.code;
      return undefined;
    },
    // It was retried, and the buffer had not run dry yet.
    segmentappended: () => ({ type: 'recovered' }),
  };
};
