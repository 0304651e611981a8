import { afterAll, beforeAll, expect, test } from 'vitest';
import { lint } from '@media-collection/report';
import { openBrowser, openStage, type Browser } from './browser';

/** A page as it is written for Adobe's script: only the script's address is another. */
const page = (media: string, endpoint: string, calls: string): string => `
<video src="${media}/short.mp4" muted playsinline></video>
<script src="/html5.min.js"></script>
<script src="/mediasdk.min.js"></script>
<script>
  // Stands for AppMeasurement.js and VisitorAPI.js.
  var appMeasurement = {
    account: 'rsid1',
    trackingServer: 'acme.sc.omtrdc.net',
    ssl: true,
    marketingCloudVisitorID: '12345678901234567890123456789012345678',
    visitor: { marketingCloudOrgID: '0123456789@AdobeOrg', getCustomerIDs: function () { return {}; } },
    isReadyToTrack: function () { return true; }
  };
  var mediaConfig = new ADB.MediaConfig();
  mediaConfig.trackingServer = '${endpoint.replace('http://', '')}';
  mediaConfig.playerName = 'HTML5';
  mediaConfig.channel = 'acme.example';
  mediaConfig.appVersion = '1.0';
  mediaConfig.ssl = false;
  ADB.Media.configure(mediaConfig, appMeasurement);

  var Media = ADB.Media;
  var tracker = Media.getInstance();
  var video = document.querySelector('video');
  var isStarted = false;
  function startSession() {
    if (isStarted) return;
    isStarted = true;
    var mediaObject = Media.createMediaObject('Pilot', 'ep-1', 4, Media.StreamType.VOD, Media.MediaType.Video);
    var contextData = {};
    contextData[Media.VideoMetadataKeys.Show] = 'A Show';
    contextData['isUserLoggedIn'] = 'false';
    tracker.trackSessionStart(mediaObject, contextData);
  }
  video.addEventListener('play', startSession);
  ${calls}
</script>`;

const BY_HAND = `
  video.addEventListener('playing', function () { tracker.trackPlay(); });
  video.addEventListener('seeking', function () { tracker.trackEvent(Media.Event.SeekStart); });
  video.addEventListener('seeked', function () { tracker.trackEvent(Media.Event.SeekComplete); });
  video.addEventListener('pause', function () { if (!video.ended) tracker.trackPause(); });
  video.addEventListener('timeupdate', function () { tracker.updatePlayhead(video.currentTime); });
  video.addEventListener('volumechange', function () {
    var state = Media.createStateObject(Media.PlayerState.Mute);
    tracker.trackEvent(video.muted ? Media.Event.StateStart : Media.Event.StateEnd, state);
  });
  video.addEventListener('ended', function () { tracker.updatePlayhead(video.duration); tracker.trackComplete(); });`;

const BY_ADAPTER = 'tracker.attach(mediaCollection.html5(video));';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

test.each([
  ['by hand', BY_HAND],
  ['by an adapter, and only trackSessionStart by hand', BY_ADAPTER],
])('a page written for Adobe’s script is tracked %s', async (_, calls) => {
  const stage = await openStage({ browser, html: ({ media, endpoint }) => page(media, endpoint, calls) });
  await stage.page.evaluate(() => document.querySelector('video')!.play());
  await stage.until('play', { count: 2 });
  await stage.page.evaluate(() => document.querySelector('video')!.pause());
  await stage.until('pauseStart');
  await stage.page.evaluate(() => document.querySelector('video')!.play());
  const { playerTime } = await stage.until('sessionComplete');
  const [start] = stage.events();
  expect(stage.eventTypes().filter((type) => !/^(state|bufferStart)/.test(type))).toEqual([
    ...['sessionStart', 'play', 'play', 'pauseStart', 'play', 'sessionComplete'],
  ]);
  expect(start).toMatchObject({
    params: {
      'media.id': 'ep-1',
      'media.name': 'Pilot',
      'media.contentType': 'vod',
      'media.show': 'A Show',
      'media.playerName': 'HTML5',
      'media.sdkVersion': '1.0',
      'visitor.marketingCloudUserId': '12345678901234567890123456789012345678',
      'analytics.reportSuite': 'rsid1',
    },
    customMetadata: { isUserLoggedIn: 'false' },
  });
  expect(playerTime.playhead).toBeGreaterThan(3);
  expect(lint(stage.events()).filter(({ severity }) => severity === 'breach')).toEqual([]);
  expect(stage.pageErrors).toEqual([]);
  await stage.close();
});

test('of a page that goes, the end of the session arrives, which Adobe’s script loses', async () => {
  const stage = await openStage({ browser, html: ({ media, endpoint }) => page(media, endpoint, BY_HAND) });
  await stage.page.evaluate(() => document.querySelector('video')!.play());
  await stage.until('play', { count: 2 });
  await stage.page.close();
  await stage.until('sessionEnd');
  await stage.close();
});
