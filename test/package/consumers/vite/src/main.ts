import { createTracker } from '@media-collection/core';
import { debug } from '@media-collection/core/debug';
import { appInstallationId } from '@media-collection/core/identity';
import { hlsjs } from '@media-collection/hlsjs';
import Hls from 'hls.js';

const hls = new Hls();
hls.attachMedia(document.querySelector('video')!);
const tracker = createTracker({
  endpoint: 'https://acme.hb-api.omtrdc.net',
  params: {
    'analytics.trackingServer': 'acme.sc.omtrdc.net',
    'analytics.reportSuite': 'acme',
    'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
    'media.channel': 'acme.example',
    ...appInstallationId(),
  },
  media: { params: { 'media.id': 'vite' } },
  onEvent: debug(),
});
tracker.attach(hlsjs(hls));
hls.loadSource('https://media.acme.example/cut/4/main.m3u8');
