import { createTracker } from '@media-collection/core';
import Plyr from 'plyr';
import { plyr } from './plyr-adapter.js';

const player = new Plyr(document.querySelector('video'), { loadSprite: false });

const tracker = createTracker({
  endpoint: 'https://acme.hb-api.omtrdc.net',
  params: {
    'analytics.trackingServer': 'acme.sc.omtrdc.net',
    'analytics.reportSuite': 'acme',
    'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
    'media.channel': 'acme.example',
  },
});
tracker.attach(plyr(player));

Object.assign(window, { plyr: player, tracker });
