import type Player from 'video.js/dist/types/player';

/** An ad of the plugin: a file of the media server, and what its plugin says of it. */
export interface PluginAd {
  readonly file: string;
  readonly id?: string;
  /** Seconds. */
  readonly duration?: number;
  /** Over the player: it is over after its `duration`, whatever comes then in its file. */
  readonly cut?: boolean;
}

/** Breaks by where they stand: before the content, at a second of it, after it. */
export interface AdPlan {
  readonly pre?: readonly PluginAd[];
  readonly mid?: { readonly at: number; readonly ads: readonly PluginAd[] };
  readonly post?: readonly PluginAd[];
  /** It plays in an element of its own, over the player. */
  readonly second?: boolean;
  /** It says what ad plugins agreed to say (`ads-ad-started` and the like), and fills `player.ads.ad` and `.pod`. */
  readonly firesEvents?: boolean;
  /** It never says that it is ready. */
  readonly late?: boolean;
  /** What it sets videojs-contrib-ads up with. */
  readonly settings?: object;
}

/** What a page does to the ad that plays. */
export interface AdControls {
  skip(): void;
  pause(): void;
  resume(): void;
  /** Begins the break in the middle now. */
  start(): void;
  /** Ends the break. */
  end(): void;
}

/** What videojs-contrib-ads makes of a player. */
export type AdPlayer = Player & {
  ads: ((settings?: object) => void) & {
    startLinearAdMode(): void;
    endLinearAdMode(): void;
    inAdBreak(): boolean;
    disableNextSnapshotRestore: boolean;
    ad?: object;
    pod?: object;
  };
};

declare global {
  interface Window {
    /** A small ad plugin on videojs-contrib-ads, made as its "Getting started" says. */
    adPlugin(player: AdPlayer, plan: AdPlan): AdControls;
  }
}

/** Runs in each page before its scripts. */
export function addAdPlugin(): void {
  window.adPlugin = (player, { pre, mid, post, second = false, firesEvents = false, late = false, settings = {} }) => {
    player.ads(settings);
    const fire = (type: string, index: number): void => void (firesEvents && player.trigger({ type, indexInBreak: index }));
    let played = false;
    let over: HTMLVideoElement | undefined;
    let next = (): void => {};
    let current = 0;

    const showOver = (src: string, { duration, cut }: PluginAd): void => {
      over?.remove();
      over = document.createElement('video');
      over.className = 'ad';
      Object.assign(over, { muted: true, playsInline: true, src });
      Object.assign(over.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' });
      player.el().append(over);
      let started = false;
      over.addEventListener('playing', () => {
        fire(started ? 'ads-play' : 'ads-ad-started', current);
        started = true;
      });
      over.addEventListener('pause', ({ target }) => (target as HTMLVideoElement).ended || fire('ads-pause', current));
      const finish = (): void => {
        fire('ads-ad-ended', current);
        next();
      };
      over.addEventListener('ended', finish);
      const shown = over;
      const onFrame = (_: number, { mediaTime }: { mediaTime: number }): void => {
        if (mediaTime >= duration!) finish();
        else shown.requestVideoFrameCallback(onFrame);
      };
      if (cut) shown.requestVideoFrameCallback(onFrame);
      over.addEventListener('error', () => next());
      void over.play().catch(() => undefined);
    };
    const showInside = (src: string): void => {
      player.src({ src, type: 'video/mp4' });
      player.one('adloadstart', () => player.one('adplaying', () => fire('ads-ad-started', current)));
    };
    const end = (): void => {
      over?.remove();
      over = undefined;
      next = () => {};
      player.ads.endLinearAdMode();
    };
    const play = (ads: readonly PluginAd[]): void => {
      let index = -1;
      next = () => {
        const ad = ads[++index];
        if (!ad) return end();
        current = index;
        const { id, duration } = ad;
        if (firesEvents)
          Object.assign(player.ads, { ad: { type: 'linear', index, id, duration }, pod: { id: 'pod', size: ads.length } });
        (second ? showOver : showInside)(`${window.scene.at.media}/${ad.file}`, ad);
      };
      player.ads.startLinearAdMode();
      if (second) player.pause();
      next();
    };

    player.on('readyforpreroll', () => (pre ? play(pre) : player.trigger('nopreroll')));
    player.on('readyforpostroll', () => (post ? play(post) : player.trigger('nopostroll')));
    player.on('timeupdate', () => {
      if (!mid || played || player.seeking() || player.currentTime()! < mid.at) return;
      played = true;
      play(mid.ads);
    });
    player.on('adended', () => {
      if (second) return;
      fire('ads-ad-ended', current);
      next();
    });
    player.on('aderror', () => next());
    if (!late) player.trigger('adsready');

    return {
      skip: () => {
        fire('ads-ad-skipped', current);
        next();
      },
      pause: () => (over ?? player).pause(),
      resume: () => void (over ?? player).play(),
      start: () => {
        played = true;
        play(mid!.ads);
      },
      end,
    };
  };
}
