import Hls from 'hls.js';
import { createTracker } from '@media-collection/core';
import { hlsjs } from '@media-collection/hlsjs';
import { note } from '/page/notes.js';

const video = document.querySelector('video');
export const hls = new Hls();
hls.attachMedia(video);
hls.loadSource(video.dataset.src);

export const tracker = createTracker({
  endpoint: 'http://127.0.0.1:8484',
  params: {
    'analytics.trackingServer': 'example.sc.omtrdc.net',
    'analytics.reportSuite': 'demo',
    'visitor.marketingCloudOrgId': 'DEMO@AdobeOrg',
    'media.channel': 'demo',
  },
  media: () => ({ params: { 'media.id': video.dataset.id, 'media.name': video.dataset.name } }),
  onLost: ({ eventType }, why, detail) => note(`${eventType} lost, ${why}`, detail),
  onWarning: note,
});

tracker.attach(hlsjs(hls));
