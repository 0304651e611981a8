import nrvideo from '@newrelic/video-core';

const SERVICE = /^https:\/\/bam[\w.-]+/;

/** A tracker as the documentation of the core asks for one: their own for a media element cannot be installed with it. */
class ElementTracker extends nrvideo.VideoTracker {
  getTrackerName() {
    return 'bench';
  }
  getVideoId() {
    return 'film';
  }
  getTitle() {
    return 'A film';
  }
  registerListeners() {
    const video = this.player;
    this.table = {
      loadstart: () => this.sendDownload({ state: 'loadstart' }),
      play: () => this.sendRequest(),
      playing: () => {
        this.sendBufferEnd();
        this.sendResume();
        this.sendStart();
      },
      pause: () => this.sendPause(),
      waiting: () => this.sendBufferStart(),
      seeking: () => this.sendSeekStart(),
      seeked: () => this.sendSeekEnd(),
      timeupdate: () => video.currentTime > 0.1 && this.sendStart(),
      ended: () => this.sendEnd(),
      error: () => this.sendError({ errorMessage: video.error?.message }),
    };
    for (const [type, listener] of Object.entries(this.table)) video.addEventListener(type, listener);
  }
  unregisterListeners() {
    for (const [type, listener] of Object.entries(this.table)) this.player.removeEventListener(type, listener);
  }
}

/** Follows a media element by twenty lines over New Relic's core, in the way of their own trackers. */
export function attach(video, endpoint) {
  // Its hosts are fixed.
  const { fetch } = window;
  window.fetch = (url, init) => fetch(String(url).replace(SERVICE, endpoint), init);
  const tracker = new ElementTracker(video);
  nrvideo.Core.addTracker(tracker, { info: { licenseKey: 'bench', appName: 'bench', region: 'US' } });
  return () => {
    nrvideo.Core.removeTracker(tracker);
    window.fetch = fetch;
  };
}
