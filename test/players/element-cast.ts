import type { Adapter, TrackerOptions } from '@media-collection/core';
import type { Actor, ElementPlayer, Follow } from './cast';

/** A custom element that plays. */
interface MediaHost extends HTMLElement {
  src: string;
  muted: boolean;
  currentTime: number;
  /** Of custom-media-element, and of Video.js 10. */
  readonly nativeEl?: HTMLVideoElement;
  readonly target?: HTMLVideoElement;
  readonly api?: {
    nextLevel?: number;
    updateSettings?(settings: object): void;
    setRepresentationForTypeByIndex?(type: string, index: number): void;
    configure?(settings: object): void;
    getVariantTracks?(): { bandwidth: number }[];
    selectVariantTrack?(track: object, clear: boolean): void;
  };
  /** Of Video.js 10, whose engine is no player of another project. */
  readonly videoRenditions?: { selectedIndex: number };
  play(): Promise<void>;
  pause(): void;
}

/** Puts players that are custom elements on each page before its scripts: runs there. */
export function castingElements(): void {
  /** As they come, dash.js gives up after the third attempt to load a segment, and Shaka Player after the second. */
  const bePatient = ({ api }: MediaHost): void => {
    api?.updateSettings?.({
      debug: { logLevel: 0 },
      streaming: { retryAttempts: { MediaSegment: 10 }, buffer: { bufferTimeDefault: 6, bufferTimeAtTopQuality: 6 } },
    });
    api?.configure?.({
      streaming: { bufferingGoal: 6, retryParameters: { maxAttempts: 60, baseDelay: 500, backoffFactor: 1 } },
    });
  };
  const actor = (tag: string, around: string, extension: string): Actor => {
    const controller = document.createElement(around);
    const host = document.createElement(tag) as MediaHost;
    controller.style.cssText = 'display: block; width: 320px; height: 180px';
    host.slot = 'media';
    for (const name of ['muted', 'playsinline']) host.setAttribute(name, '');
    controller.append(host);
    document.body.append(controller);
    const element = (host.nativeEl ?? host.target)!;
    element.muted = true;
    let track: TextTrack | undefined;
    return {
      element,
      autoplay: () => host.setAttribute('autoplay', ''),
      load: (url) => {
        element.addEventListener('loadstart', () => bePatient(host), { once: true });
        host.src = url.replace('.m3u8', extension);
      },
      play: () => {
        const play = (): unknown => host.play()?.catch(() => undefined);
        // dash.js pauses what is told to play in the moment of its end.
        if (tag === 'dash-video' && element.ended) setTimeout(play, 500);
        // These reject a `play()` that is called in the task in which their `src` is set.
        else if (/^(hls|shaka)-video$/.test(tag) && around === 'media-controller' && !element.currentSrc)
          element.addEventListener('loadstart', play, { once: true });
        else play();
      },
      pause: () => host.pause(),
      seek: (second) => (host.currentTime = second),
      mute: (on) => (host.muted = on),
      speed: (rate) => (element.defaultPlaybackRate = element.playbackRate = rate),
      captions: (on) => {
        track ??= element.addTextTrack('captions', 'English', 'en');
        track.mode = on ? 'showing' : 'hidden';
      },
      rendition: (index) => {
        const { api } = host;
        if (api?.setRepresentationForTypeByIndex) {
          api.updateSettings!({ streaming: { abr: { autoSwitchBitrate: { video: false } } } });
          api.setRepresentationForTypeByIndex('video', index);
        } else if (api?.selectVariantTrack) {
          api.configure!({ abr: { enabled: false } });
          api.selectVariantTrack(api.getVariantTracks!().sort((a, b) => a.bandwidth - b.bandwidth)[index]!, false);
        } else if (api) api.nextLevel = index;
        else host.videoRenditions!.selectedIndex = index;
      },
      fullScreen: () => void controller.requestFullscreen(),
      follow: (options: TrackerOptions, more?: Follow) => {
        const { createTracker, follow } = window.mediaCollection as unknown as {
          createTracker(options: TrackerOptions): ReturnType<Actor['follow']>;
          follow(media: unknown, options?: Follow): Adapter;
        };
        const tracker = createTracker(options);
        const detach = tracker.attach(follow(host, more));
        const others = window.scene.detach as (() => void) | undefined;
        window.scene.detach = () => {
          others?.();
          detach();
        };
        return tracker;
      },
      destroy: () => controller.remove(),
    };
  };
  window.cast = {
    ...window.cast,
    hlsVideo: () => actor('hls-video', 'media-controller', '.m3u8'),
    dashVideo: () => actor('dash-video', 'media-controller', '.mpd'),
    shakaVideo: () => actor('shaka-video', 'media-controller', '.m3u8'),
    videojs10: () => actor('hls-video', 'video-player', '.m3u8'),
  } satisfies Record<ElementPlayer, () => Actor> & typeof window.cast;
}
