import { createCollector } from '@media-collection/collector';
import { serve } from '@media-collection/collector/serve';
import { createTracker } from '@media-collection/core';
import * as dashjs from '@media-collection/dashjs';
import * as element from '@media-collection/element/define';
import * as only from '@media-collection/element/only';
import * as hlsjs from '@media-collection/hlsjs';
import * as html5 from '@media-collection/html5';
import * as mediasdk from '@media-collection/mediasdk';
import { lint } from '@media-collection/report';
import * as shaka from '@media-collection/shaka';
import * as videojs from '@media-collection/videojs';

/** @type {import('@media-collection/core').MediaEvent[]} */
const events = [];
const collector = createCollector({
  onCall: (call) => {
    const event = /** @type {import('@media-collection/core').MediaEvent} */ (call.event);
    events.push(event);
    if (event.eventType === 'sessionComplete') end();
  },
});
const served = await serve(collector, { port: 0 });

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
  setTimeout(() => served.close(), 0);
}
