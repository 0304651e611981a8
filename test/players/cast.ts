import type { Adapter, Tracker, TrackerOptions } from '@media-collection/core';
import type { Chapters } from '@media-collection/html5';

/** The players that act the scenarios. */
export type Player = 'html5' | 'hlsjs' | 'videojs' | 'shaka' | 'shakaDash' | 'dashjs' | ElementPlayer;

/** Players that are custom elements: those of media-chrome in their controller, and that of Video.js 10. */
export type ElementPlayer = 'hlsVideo' | 'dashVideo' | 'shakaVideo' | 'videojs10';

/** What an adapter takes beside its player. */
export interface Follow {
  chapters?: Chapters;
  states?: readonly string[];
}

/** A player on the stage, and what a viewer or a page does to it. */
export interface Actor {
  readonly element: HTMLVideoElement;
  /** Makes it play by itself what is loaded next. */
  autoplay(): void;
  load(url: string): void;
  play(): void;
  pause(): void;
  /** Seconds. */
  seek(second: number): void;
  mute(on: boolean): void;
  speed(rate: number): void;
  captions(on: boolean): void;
  /** Switches to a rendition, 0 being the lowest; soon, not at once. */
  rendition?(index: number): void;
  fullScreen(): void;
  /** Follows it; a second call is another attachment. */
  follow(options: TrackerOptions, more?: Follow): Tracker;
  /** Takes it away as its page would; some take a moment for it. */
  destroy(): unknown;
}

declare global {
  interface Window {
    cast: Readonly<Record<Player, () => Actor>>;
    player: Player;
    actor: Actor;
    /** Follows, loads and plays; resolves when the second `play` was made. */
    begin(file?: string, more?: Follow): Promise<void>;
    Hls: new (config?: object) => {
      nextLevel: number;
      attachMedia(element: HTMLMediaElement): void;
      loadSource(url: string): void;
      destroy(): void;
    };
    videojs: (element: Element, options?: object) => VideoJs;
    shaka: { Player: new () => Shaka };
    dashjs: { MediaPlayer(): { create(): Dash } };
  }
}

interface Shaka {
  attach(element: HTMLMediaElement): Promise<void>;
  load(url: string): Promise<void>;
  configure(config: object): void;
  getVariantTracks(): { bandwidth: number }[];
  selectVariantTrack(track: object, clear: boolean): void;
  destroy(): Promise<void>;
}

interface Dash {
  initialize(element: HTMLMediaElement, source: undefined, autoplay: boolean): void;
  attachSource(url: string): void;
  updateSettings(settings: object): void;
  setRepresentationForTypeByIndex(type: 'video', index: number): void;
  destroy(): void;
}

interface VideoJs {
  mediaCollection(options: object): Tracker;
  autoplay(value: string): void;
  src(source: object): void;
  play(): Promise<void>;
  pause(): void;
  currentTime(second: number): void;
  muted(on: boolean): void;
  playbackRate(rate: number): void;
  addTextTrack(kind: string, label: string, language: string): TextTrack;
  requestFullscreen(): void;
  dispose(): void;
  el(): Element;
}

/** All of them, on HLS where they play it. */
export const players: readonly Player[] = ['html5', 'hlsjs', 'videojs', 'shaka', 'dashjs'];

/** And Shaka Player on DASH. */
export const streams: readonly Player[] = ['html5', 'hlsjs', 'videojs', 'shaka', 'shakaDash', 'dashjs'];

/** Custom elements, followed by `follow`. */
export const elements: readonly Player[] = ['hlsVideo', 'dashVideo', 'shakaVideo', 'videojs10'];

/** The scripts that a player's page needs. */
export const scripts: Readonly<Record<Player, readonly string[]>> = {
  html5: ['/html5.min.js'],
  hlsjs: ['/node_modules/hls.js/dist/hls.min.js', '/hlsjs.min.js'],
  videojs: ['/node_modules/video.js/dist/video.min.js', '/videojs.min.js'],
  shaka: ['/node_modules/shaka-player/dist/shaka-player.compiled.js', '/shaka.min.js'],
  shakaDash: ['/node_modules/shaka-player/dist/shaka-player.compiled.js', '/shaka.min.js'],
  dashjs: ['/node_modules/dashjs/dist/modern/umd/dash.all.min.js', '/dashjs.min.js'],
  hlsVideo: ['/node_modules/.cache/dist/hls-video.js', '/element.min.js'],
  dashVideo: ['/node_modules/.cache/dist/dash-video.js', '/element.min.js'],
  shakaVideo: ['/node_modules/.cache/dist/shaka-video.js', '/element.min.js'],
  videojs10: ['/node_modules/.cache/dist/videojs10.js', '/element.min.js'],
};

/** What a player's page needs to look as it should. */
export const styles: Readonly<Partial<Record<Player, string>>> = {
  videojs: '<link rel="stylesheet" href="/node_modules/video.js/dist/video-js.min.css">',
};

/** Puts the cast on each page before its scripts: runs there. */
export function casting(): void {
  /** A new element at the end of the page. */
  const appear = (): HTMLVideoElement => {
    const element = document.createElement('video');
    Object.assign(element, { muted: true, playsInline: true, width: 320, height: 180 });
    document.body.append(element);
    return element;
  };
  /** What is detached in the end is all that was ever attached. */
  const detachBy = (detach: () => void): void => {
    const others = window.scene.detach as (() => void) | undefined;
    window.scene.detach = () => {
      others?.();
      detach();
    };
  };
  const attach = (adapter: Adapter, options: TrackerOptions): Tracker => {
    const tracker = window.mediaCollection.createTracker(options);
    detachBy(tracker.attach(adapter));
    return tracker;
  };
  /** What is done to an element that a page holds itself. */
  const bare = (element: HTMLVideoElement): Omit<Actor, 'load' | 'follow' | 'destroy'> => {
    let track: TextTrack | undefined;
    return {
      element,
      autoplay: () => (element.autoplay = true),
      play: () => void element.play().catch(() => undefined),
      pause: () => element.pause(),
      seek: (second) => (element.currentTime = second),
      mute: (on) => (element.muted = on),
      speed: (rate) => (element.defaultPlaybackRate = element.playbackRate = rate),
      captions: (on) => {
        track ??= element.addTextTrack('captions', 'English', 'en');
        track.mode = on ? 'showing' : 'hidden';
      },
      fullScreen: () => void element.requestFullscreen(),
    };
  };

  const html5 = (): Actor => {
    const element = appear();
    return {
      ...bare(element),
      load: (url) => (element.src = url),
      follow: (options, more) => attach(window.mediaCollection.html5(element, more), options),
      destroy: () => element.remove(),
    };
  };

  const hlsjs = (): Actor => {
    const element = appear();
    const hls = new window.Hls({ startLevel: 0 });
    hls.attachMedia(element);
    return {
      ...bare(element),
      load: (url) => hls.loadSource(url),
      rendition: (index) => (hls.nextLevel = index),
      follow: (options, more) => {
        const { hlsjs } = window.mediaCollection as unknown as { hlsjs(player: typeof hls, options?: Follow): Adapter };
        return attach(hlsjs(hls, more), options);
      },
      destroy: () => hls.destroy(),
    };
  };

  const videojs = (): Actor => {
    const player = window.videojs(appear(), { muted: true });
    let track: TextTrack | undefined;
    return {
      get element() {
        return player.el().querySelector('video')!;
      },
      autoplay: () => player.autoplay('muted'),
      load: (src) => player.src({ src, type: src.endsWith('.mp4') ? 'video/mp4' : 'application/x-mpegURL' }),
      play: () => void player.play()?.catch(() => undefined),
      pause: () => player.pause(),
      seek: (second) => player.currentTime(second),
      mute: (on) => player.muted(on),
      speed: (rate) => player.playbackRate(rate),
      captions: (on) => {
        track ??= player.addTextTrack('captions', 'English', 'en');
        track.mode = on ? 'showing' : 'hidden';
      },
      fullScreen: () => player.requestFullscreen(),
      follow: (options, more) => {
        const tracker = player.mediaCollection({ ...options, ...more });
        detachBy(() => tracker.destroy());
        return tracker;
      },
      destroy: () => player.dispose(),
    };
  };

  const shaka = (): Actor => {
    const element = appear();
    const player = new window.shaka.Player();
    // As it comes, it gives up after the second attempt, and waits longer and longer before each, for sound and picture apart.
    const patient = { maxAttempts: 60, baseDelay: 500, backoffFactor: 1 };
    player.configure({ streaming: { bufferingGoal: 6, retryParameters: patient } });
    const attached = player.attach(element);
    return {
      ...bare(element),
      // What it could not load is the page's to catch.
      load: (url) => void attached.then(() => player.load(url)).catch(() => undefined),
      play: () => void attached.then(() => element.play()).catch(() => undefined),
      rendition: (index) => {
        player.configure({ abr: { enabled: false } });
        const tracks = player.getVariantTracks().sort((a, b) => a.bandwidth - b.bandwidth);
        player.selectVariantTrack(tracks[index]!, false);
      },
      follow: (options, more) => {
        const { shaka } = window.mediaCollection as unknown as { shaka(player: Shaka, options?: Follow): Adapter };
        return attach(shaka(player, more), options);
      },
      destroy: () => player.destroy(),
    };
  };

  const shakaDash = (): Actor => {
    const actor = shaka();
    const { load } = actor;
    return Object.assign(actor, { load: (url: string) => load(url.replace('.m3u8', '.mpd')) });
  };

  const dashjs = (): Actor => {
    const element = appear();
    const player = window.dashjs.MediaPlayer().create();
    // As it comes, it gives up after the third attempt.
    const patient = { retryAttempts: { MediaSegment: 10 }, buffer: { bufferTimeDefault: 6, bufferTimeAtTopQuality: 6 } };
    player.updateSettings({ debug: { logLevel: 0 }, streaming: patient });
    player.initialize(element, undefined, false);
    return {
      ...bare(element),
      // It pauses what is told to play in the moment of its end.
      play: () => void setTimeout(() => void element.play().catch(() => undefined), element.ended ? 500 : 0),
      load: (url) => player.attachSource(url.replace('.m3u8', '.mpd')),
      rendition: (index) => {
        player.updateSettings({ streaming: { abr: { autoSwitchBitrate: { video: false } } } });
        player.setRepresentationForTypeByIndex('video', index);
      },
      follow: (options, more) => {
        const { dashjs } = window.mediaCollection as unknown as { dashjs(player: Dash, options?: Follow): Adapter };
        return attach(dashjs(player, more), options);
      },
      destroy: () => player.destroy(),
    };
  };

  window.cast = { ...window.cast, html5, hlsjs, videojs, shaka, shakaDash, dashjs };
  window.begin = async (file = 'cut/20/main.m3u8?only=1', more = {}) => {
    const { actor, scene } = window;
    scene.tracker = actor.follow(scene.options(), more);
    const known = scene.nextEvent('loadedmetadata');
    actor.load(`${scene.at.media}/${file}`);
    await known;
    const made = scene.untilMade('play', 2);
    actor.play();
    await made;
  };
}
