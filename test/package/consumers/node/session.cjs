const { createCollector } = require('@media-collection/collector');
const { serve } = require('@media-collection/collector/serve');
const { createTracker } = require('@media-collection/core');
const dashjs = require('@media-collection/dashjs');
const element = require('@media-collection/element/define');
const only = require('@media-collection/element/only');
const hlsjs = require('@media-collection/hlsjs');
const html5 = require('@media-collection/html5');
const mediasdk = require('@media-collection/mediasdk');
const { lint } = require('@media-collection/report');
const shaka = require('@media-collection/shaka');
const videojs = require('@media-collection/videojs');

/** @type {import('@media-collection/core').MediaEvent[]} */
const events = [];
const collector = createCollector({
  onCall: (call) => {
    const event = /** @type {import('@media-collection/core').MediaEvent} */ (call.event);
    events.push(event);
    if (event.eventType === 'sessionComplete') end();
  },
});
let close = () => Promise.resolve();
void serve(collector, { port: 0 }).then((served) => {
  close = served.close;

  const tracker = createTracker({
    endpoint: served.url,
    params: {
      'analytics.trackingServer': 'acme.sc.omtrdc.net',
      'analytics.reportSuite': 'acme',
      'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
      'media.channel': 'acme.example',
    },
  });
  tracker.track('sessionStart', { 'media.id': 'ep-1', 'media.length': 60, 'media.contentType': 'vod' });
  tracker.track('play');
  tracker.track('sessionComplete');
});

function end() {
  const adapters = [
    dashjs.dashjs,
    hlsjs.hlsjs,
    html5.html5,
    shaka.shaka,
    videojs.register,
    mediasdk.createMediaSdk,
    element.follow,
    only.follow,
  ];
  console.log(events.map(({ eventType }) => eventType).join(' '));
  console.log(lint(events).filter(({ severity }) => severity === 'breach').length, 'breaches');
  console.log(adapters.map((adapter) => typeof adapter).join(' '), 'window' in globalThis, 'mediaCollection' in globalThis);
  setTimeout(() => close(), 0);
}
