/* global ADB */
const { Media, MediaConfig } = ADB;
const { Event } = Media;

// Stands for AppMeasurement.js and VisitorAPI.js.
const appMeasurement = {
  account: 'demo',
  trackingServer: 'example.sc.omtrdc.net',
  visitor: { marketingCloudOrgID: 'DEMO@AdobeOrg' },
};

const endpoint = new URL('http://127.0.0.1:8484');
const config = new MediaConfig();
config.trackingServer = endpoint.host;
config.ssl = endpoint.protocol === 'https:';
config.channel = 'demo';
config.playerName = 'HTML5';
Media.configure(config, appMeasurement);

const tracker = Media.getInstance();
const video = document.querySelector('video');
let isOpen = false;

// The length is known by then.
video.addEventListener('playing', () => {
  if (!isOpen)
    tracker.trackSessionStart(
      Media.createMediaObject('Demo video', 'demo', video.duration, Media.StreamType.VOD, Media.MediaType.Video),
    );
  isOpen = true;
  tracker.trackPlay();
});
video.addEventListener('pause', () => !video.ended && tracker.trackPause());
video.addEventListener('seeking', () => tracker.trackEvent(Event.SeekStart));
video.addEventListener('seeked', () => tracker.trackEvent(Event.SeekComplete));
video.addEventListener('waiting', () => tracker.trackEvent(Event.BufferStart));
video.addEventListener('canplay', () => tracker.trackEvent(Event.BufferComplete));
video.addEventListener('timeupdate', () => tracker.updatePlayhead(video.currentTime));
video.addEventListener('ended', () => {
  tracker.trackComplete();
  isOpen = false;
});
