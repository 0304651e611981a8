import { listen, type Adapter, type Emit } from '@media-collection/core';
import {
  bitrateIntent,
  checkOptions,
  createLiveClock,
  createReturn,
  createElementSlot,
  detectTruncatedEnd,
  followElement,
  OF_MEDIA,
  refuse,
  type BitrateUnit,
  type FollowOptions,
} from '@media-collection/html5';
import { dashIntents, type ContentView } from './dash-intents';
import type { DashPlayer } from './player';

/** The options of `dashjs()`. */
export interface DashjsOptions extends FollowOptions {
  /** The media element, if it is known before the player has it: playback requests and states are tracked from then on. */
  element?: HTMLMediaElement;
  /** `'kbps'` (the default), or `'bps'` for a report suite that has always received bits per second. */
  bitrateUnit?: BitrateUnit;
}

/** What the player knows; its getters throw while it knows nothing. */
const ask = <T>(getter: () => T): T | undefined => {
  try {
    return getter();
  } catch {
    return undefined;
  }
};

/**
 * Follows a dash.js player, and the media elements that it is attached to one after the other.
 * @throws TypeError when it is given something else.
 */
export function dashjs(player: DashPlayer, options: DashjsOptions = {}): Adapter {
  checkOptions('dashjs', options);
  if (!player?.on || !player.off || !player.getVideoElement || !player.getVersion) refuse('dashjs', 'a dash.js player', player);
  const { element: first, bitrateUnit, ...followed } = options;
  /** The element that the page named, until the player has one. */
  let named = first;
  const next = (): unknown => ask(() => player.getSource()) ?? undefined;
  const isLiveNow = (): boolean => !!ask(() => player.isDynamic());
  const clock = createLiveClock(
    () => slot.element!,
    isLiveNow,
    ({ currentTime }) => {
      const seconds = isLiveNow() ? ask(() => player.timeAsUTC()) : undefined;
      return seconds ? (seconds - currentTime) * 1_000 : undefined;
    },
  );
  const captions = (): boolean => !!ask(() => player.isTextEnabled() && player.getCurrentTextTrackIndex() >= 0);
  /** It may stall by itself, by a rate of 0, where a setting allows it. */
  const holds = (): boolean => !!ask(() => player.getSettings().streaming?.buffer?.syntheticStallEvents?.enabled);
  const owner = { clock, captions, holds, reportsUnload: true } as const;
  /** Until the player has a stream, what its element holds is the last content, or of others. */
  const isForeign = (): boolean =>
    !!(player.getActiveStream && slot.element?.readyState && !ask(() => player.getActiveStream!()));
  const slot = createElementSlot((element) => followElement(element, followed, owner));

  return {
    name: 'dash.js',
    version: player.getVersion(),
    target: player,
    element: () => ask(() => player.getVideoElement()) ?? named,
    playhead: () => (isForeign() ? NaN : slot.playhead()),
    media: () => {
      const uri = next();
      const params = { ...slot.media().params, ...(typeof uri === 'string' && { 'media.id': uri.replace(/[?#].*/, '') }) };
      if (isForeign()) delete params['media.length'];
      return { params, native: player };
    },
    qoe: slot.qoe,
    subscribe: (emit, signal) => {
      const emitChecked = detectTruncatedEnd('dashjs.shortened', () => slot.element?.duration, emit);
      const back = createReturn(
        () => (slot.element?.readyState ?? 0) > 1,
        (intent) => {
          // A request to play is reported when there is a source.
          if (intent.type === 'playRequested' && next() === undefined) return;
          clock.follow(intent);
          if (intent.type === 'unloaded') slot.finish().forEach(emitChecked);
          if (intent.type === 'unloaded' && !intent.mayReturn) slot.forget();
          emitChecked(intent);
        },
      );
      // Between periods the element may be emptied, too, and it fires that late: the player knows when the content goes.
      const emitElement: Emit = (intent) => {
        const { type } = intent;
        if (type === 'unloaded' && 'playhead' in intent) return;
        if (!isForeign()) back.ofElement(intent);
        else if (!OF_MEDIA.test(type)) back.ofElement(type === 'playRequested' ? { type } : intent);
      };
      const follow = (): void => {
        const element = ask(() => player.getVideoElement());
        if (element) named = undefined;
        if (element || named) slot.follow(element ?? named);
        else slot.leave();
      };
      const view: ContentView = { slot, source: next(), next, follow };
      slot.open(emitElement, signal);
      // Behind dash.js itself, and before the listeners of the page, which may jump or load something else.
      const early = {
        on: (type: never, listener: never) => player.on(type, listener, undefined, { priority: 1 }),
        off: (type: never, listener: never) => player.off(type, listener),
      };
      listen(early, dashIntents(view, bitrateUnit), back.ofPlayer, signal);
      const shown = ask(() => player.getCurrentRepresentationForType('video'));
      if (shown) emit(bitrateIntent(shown.bandwidth, bitrateUnit));
      follow();
    },
  };
}
