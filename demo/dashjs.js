import { MediaPlayer } from 'dashjs';
import { createTracker } from '@media-collection/core';
import { dashjs } from '@media-collection/dashjs';
import { note } from '/page/ledger.js';

const video = document.querySelector('video');
export const player = MediaPlayer().create();
player.initialize(video, video.dataset.src, false);

export const tracker = createTracker({
  endpoint: 'http://127.0.0.1:8484',
  params: {
    'analytics.trackingServer': 'example.sc.omtrdc.net',
    'analytics.reportSuite': 'demo',
    'visitor.marketingCloudOrgId': 'DEMO@AdobeOrg',
    'media.channel': 'demo',
  },
  media: () => ({ params: { 'media.id': video.dataset.id, 'media.name': video.dataset.name } }),
  onLost: ({ eventType }, why) => note(`${eventType} lost: ${why}`),
  onWarning: note,
});

tracker.attach(dashjs(player));
