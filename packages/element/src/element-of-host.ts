import { listen, type Adapter, type Intent } from '@media-collection/core';
import { bitrateIntent, followElement, isStillPlaying, type BitrateUnit, type FollowOptions } from '@media-collection/html5';
import { attempt } from './attempt';
import type { MediaHost } from './host';

/** Follows the element of a host whose player has no adapter of ours: the host itself has the address, the error and the bitrate. */
export function elementOfHost(
  inner: HTMLMediaElement,
  host: MediaHost,
  options: FollowOptions & { bitrateUnit?: BitrateUnit },
): Adapter {
  const isHost = (host as unknown) !== inner;
  const source = (): string => (typeof host.src === 'string' && host.src) || inner.currentSrc;
  const isLive = (): boolean => host.streamType === 'live' || inner.duration === Infinity;
  const adapter = followElement(inner, options, { ...(isHost && { source }), ...('streamType' in host && { isLive }) });
  const renditions = host.videoRenditions;
  const bitrate = (): Intent => {
    const active = attempt(() => [...renditions!].find((rendition) => rendition.active));
    return bitrateIntent(active?.bitrate ?? 0, options.bitrateUnit);
  };
  return {
    name: 'html5',
    ...adapter,
    subscribe: (emit, signal) => {
      adapter.subscribe(emit, signal);
      if (!isHost) return;
      const failed = (): Intent | undefined =>
        host.error && !inner.error
          ? { type: 'failed', id: `html5.${host.error.code ?? 4}`, stillPlaying: isStillPlaying(inner) }
          : undefined;
      listen(host as EventTarget, { error: () => attempt(failed) }, emit, signal);
      if (renditions?.addEventListener) {
        listen(renditions, { activechange: bitrate, change: bitrate }, emit, signal);
        emit(bitrate());
      }
    },
  };
}
