/** What the stand-in plays: the breaks of a response, as Google's ad server would answer. */
export interface ImaBreak {
  /** Seconds of the content; 0 before it, -1 after it. */
  readonly at: number;
  readonly ads: readonly ImaAdData[];
}

export interface ImaAdData {
  /** The address of its video. */
  readonly url: string;
  readonly id: string;
  readonly title: string;
  readonly duration: number;
  readonly advertiser: string;
  readonly creative: string;
  /** The length becomes known so late, in ms; -1 till then. */
  readonly durationAfter?: number;
  /** A banner over the content: no break. */
  readonly overlay?: boolean;
}

declare global {
  interface Window {
    google: { ima: object };
    /** What the page does to the ad of the stand-in. */
    imaAd: { skip(): void };
  }
}

/**
 * Stands in for Google's IMA script, which comes from Google's servers alone: as much of it as videojs-ima 2.6.0 and Shaka Player 5.2.12
 * call, in the order in which they expect to be called. Line numbers are those of videojs-ima's `src/client-side/sdk-impl.js` where no
 * other file is named. Runs in each page before its scripts. The response is JSON, in `adsResponse` (line 220). `own`: types have Google's
 * own values, as published in its reference; else others, for whoever listens must take them from here.
 */
export function standInForIma(own?: boolean): void {
  type Listener = (event: object) => void;
  class Target {
    readonly #listeners: [string, Listener][] = [];
    addEventListener(type: string, listener: Listener): void {
      this.#listeners.push([type, listener]);
    }
    removeEventListener(type: string, listener: Listener): void {
      const index = this.#listeners.findIndex(([kind, each]) => kind === type && each === listener);
      if (index >= 0) this.#listeners.splice(index, 1);
    }
    fire(type: string, more: object = {}): void {
      for (const [kind, listener] of [...this.#listeners]) if (kind === type) listener({ type, ...more });
    }
  }

  const types = [
    ...['AD_BREAK_READY', 'ALL_ADS_COMPLETED', 'COMPLETE', 'CONTENT_PAUSE_REQUESTED', 'CONTENT_RESUME_REQUESTED'],
    ...['AD_BUFFERING', 'AD_PROGRESS', 'DURATION_CHANGE', 'LOADED', 'LOG', 'PAUSED', 'RESUMED', 'SKIPPED', 'STARTED'],
  ];
  const camel = (type: string): string => type.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const Type = Object.fromEntries(types.map((type) => [type, own ? camel(type) : `ima:${type}`])) as Record<string, string>;

  const adOf = (data: ImaAdData, position: number, total: number, at: number) => {
    let known = !data.durationAfter;
    if (!known) setTimeout(() => (known = true), data.durationAfter);
    return {
      getAdId: () => data.id,
      getTitle: () => data.title,
      getDuration: () => (known ? data.duration : -1),
      getAdvertiserName: () => data.advertiser,
      getCreativeId: () => data.creative,
      // Shaka Player: client_side_ad.js 289 and 310.
      getCreativeAdId: () => data.creative,
      getMediaUrl: () => data.url,
      getContentType: () => 'video/mp4',
      isLinear: () => !data.overlay,
      getAdPodInfo: () => ({ getAdPosition: () => position, getTotalAds: () => total, getTimeOffset: () => at }),
    };
  };

  /** Breaks that were not played, and the content's end, which the loader hears of (line 550). */
  class AdsManager extends Target {
    #video: HTMLVideoElement | undefined;
    #timer = 0;
    #skip = (): void => {};
    constructor(
      private readonly container: HTMLElement,
      private readonly breaks: ImaBreak[],
      private readonly content: { currentTime: number },
    ) {
      super();
      window.imaAd = { skip: () => this.#skip() };
    }
    getCuePoints(): number[] {
      return this.breaks.map(({ at }) => at);
    }
    init(): void {}
    resize(): void {}
    setVolume(): void {}
    // Shaka Player: client_side_ad.js 32, client_side_ad_manager.js 163.
    getVolume(): number {
      return 0;
    }
    stop(): void {
      this.destroy();
    }
    getRemainingTime(): number {
      return this.#video ? this.#video.duration - this.#video.currentTime : 0;
    }
    pause(): void {
      this.#video?.pause();
    }
    resume(): void {
      void this.#video?.play();
    }
    destroy(): void {
      clearInterval(this.#timer);
      this.#video?.remove();
      this.#video = undefined;
    }
    /** On `readyforpreroll` (line 582 to 589): the pre-roll, and from then on what the content's playhead reaches. */
    start(): void {
      this.#begin((at) => at === 0);
      this.#timer = window.setInterval(() => this.#begin((at) => at > 0 && this.content.currentTime >= at), 100);
    }
    contentComplete(): void {
      clearInterval(this.#timer);
      // Google's script lives in a frame of its own, and is heard later.
      setTimeout(() => this.#begin((at) => at === -1));
    }
    #begin(isDue: (at: number) => boolean): void {
      const index = this.breaks.findIndex(({ at }) => isDue(at));
      if (index < 0) return;
      const [{ ads, at }] = this.breaks.splice(index, 1) as [ImaBreak];
      if (ads[0]!.overlay) return this.#overlay(ads[0]!, at);
      void this.#play(ads, at);
    }
    /** Never a break: LOADED says that it is not linear (line 466), STARTED likewise (line 478 to 486). */
    #overlay(data: ImaAdData, at: number): void {
      const ad = adOf(data, 1, 1, at);
      const event = { getAd: () => ad };
      this.fire(Type.LOADED!, event);
      this.fire(Type.STARTED!, event);
    }
    async #play(ads: readonly ImaAdData[], at: number): Promise<void> {
      for (const [index, data] of ads.entries()) {
        const ad = adOf(data, index + 1, ads.length, at);
        const event = { getAd: () => ad };
        this.fire(Type.LOADED!, event);
        // Once a break, with its first ad: the plugin starts its ad mode and pauses the content (line 431; player-wrapper.js 520 to 527;
        // ad-ui.js 421 asks the event for the ad).
        if (!index) this.fire(Type.CONTENT_PAUSE_REQUESTED!, event);
        const outcome = await this.#show(data, event);
        if (outcome === 'gone') return;
        // What went wrong ends it all (line 403: destroy(), then `adserror`, upon which contrib-ads ends the break); videojs-ima's own
        // test/webdriver/basic.js waits for the 303 in the data of that event.
        if (outcome === 'AD_ERROR')
          return this.fire('adError', { getError: () => new Error('AdError 303: no ad response after wrappers') });
        // COMPLETE or SKIPPED, never both (line 309 and 312).
        this.fire(Type[outcome]!, event);
      }
      this.#video?.remove();
      this.#video = undefined;
      // Line 442; player-wrapper.js 533 to 539.
      this.fire(Type.CONTENT_RESUME_REQUESTED!);
      // Line 456.
      if (!this.breaks.length) this.fire(Type.ALL_ADS_COMPLETED!);
    }
    /** Plays an ad in an element of IMA's own; resolves when it is over. */
    #show(data: ImaAdData, event: object): Promise<'COMPLETE' | 'SKIPPED' | 'AD_ERROR' | 'gone'> {
      this.#video?.remove();
      const video = (this.#video = document.createElement('video'));
      video.className = 'ad';
      Object.assign(video, { muted: true, playsInline: true, src: data.url });
      Object.assign(video.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' });
      this.container.append(video);
      return new Promise((resolve) => {
        let started = false;
        this.#skip = () => resolve('SKIPPED');
        video.addEventListener('playing', () => {
          // STARTED: the plugin keeps the ad and says `ads-ad-started` (line 478 to 482; player-wrapper.js 545); RESUMED: line 502.
          this.fire(started ? Type.RESUMED! : Type.STARTED!, event);
          if (!started && data.durationAfter) setTimeout(() => this.fire(Type.DURATION_CHANGE!, event), data.durationAfter);
          started = true;
        });
        video.addEventListener('pause', () => void (video.ended || !video.isConnected || this.fire(Type.PAUSED!, event)));
        video.addEventListener('waiting', () => void (started && !video.seeking && this.fire(Type.AD_BUFFERING!, event)));
        video.addEventListener('timeupdate', () => void (started && !video.paused && this.fire(Type.AD_PROGRESS!, event)));
        video.addEventListener('ended', () => resolve('COMPLETE'));
        video.addEventListener('error', () => resolve('AD_ERROR'));
        const timer = setInterval(() => {
          if (this.#video === video) return;
          clearInterval(timer);
          resolve('gone');
        }, 100);
        void video.play().catch(() => undefined);
      });
    }
  }

  class AdsLoader extends Target {
    #manager: AdsManager | undefined;
    constructor(private readonly display: { container: HTMLElement }) {
      super();
    }
    getSettings(): object {
      return new Proxy({}, { get: () => () => {} });
    }
    /** Answers later, as a server does: ADS_MANAGER_LOADED, or AD_ERROR of the loader (line 197 to 202, 264, 354). */
    requestAds({ adsResponse }: { adsResponse: string }): void {
      setTimeout(() => {
        if (!adsResponse) return this.fire('adError', { getError: () => new Error('AdError 1009: the ad response was empty') });
        const breaks = JSON.parse(adsResponse) as ImaBreak[];
        this.fire('adsManagerLoaded', {
          getAdsManager: (content: { currentTime: number }) =>
            (this.#manager = new AdsManager(this.display.container, breaks, content)),
        });
      }, 20);
    }
    contentComplete(): void {
      this.#manager?.contentComplete();
    }
    destroy(): void {}
  }

  window.google = {
    ima: {
      AdEvent: { Type },
      AdErrorEvent: { Type: { AD_ERROR: 'adError' } },
      AdsManagerLoadedEvent: { Type: { ADS_MANAGER_LOADED: 'adsManagerLoaded' } },
      ImaSdkSettings: { VpaidMode: { DISABLED: 0, ENABLED: 1 } },
      AdDisplayContainer: class {
        constructor(readonly container: HTMLElement) {}
        initialize(): void {}
        destroy(): void {}
      },
      // Shaka Player: client_side_ad_manager.js 59 to 61.
      settings: { setLocale: () => {}, setDisableCustomPlaybackForIOS10Plus: () => {} },
      AdsLoader,
      AdsRenderingSettings: Object,
      AdsRequest: class {
        setAdWillAutoPlay(): void {}
        setAdWillPlayMuted(): void {}
      },
    },
  };
}
