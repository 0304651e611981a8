import type { Adapter } from '@media-collection/core';
import { checkOptions, refuse, type BitrateUnit, type FollowOptions as ElementOptions } from '@media-collection/html5';
import { followHost } from './follow-host';
import { innerOf, type MediaHost } from './host';

/** An adapter as its package publishes it: `hlsjs`, `dashjs`, `shaka`, or `videojs` of `@media-collection/videojs/adapter`. */
export type MakeAdapter = (player: never, options?: never) => Adapter;

/** The options of `follow()`. */
export interface FollowOptions extends ElementOptions {
  /** `'kbps'` (the default), or `'bps'` for a report suite that has always received bits per second. */
  bitrateUnit?: BitrateUnit;
}

const EXPECTED =
  'a <video>, an <audio>, a custom element that plays in one, or an hls.js, dash.js, Shaka or Video.js player that is not destroyed';

/** Something in which a media element may still appear. */
const isHost = (media: MediaHost): boolean =>
  typeof media?.addEventListener === 'function' &&
  (!!innerOf(media) || !!media.localName?.includes('-') || 'target' in media || 'engine' in media);

/** Follows media with the adapters that it is given, and plain media elements. */
export function followWith(adapters: readonly MakeAdapter[], media: unknown, options: FollowOptions = {}): Adapter {
  checkOptions('element', options);
  const make = (player: unknown): Adapter | undefined => {
    for (const adapter of adapters) {
      try {
        return adapter(player as never, options as never);
      } catch {
        // It is the player of another adapter.
      }
    }
    return undefined;
  };
  // Not by its adapter: an element may have a player behind it, and get one later.
  const player = (media as Node | null | undefined)?.nodeType ? undefined : make(media);
  if (player) return player;
  if (!isHost(media as MediaHost)) refuse('element', EXPECTED, media);
  return followHost(media as MediaHost, make, options);
}
