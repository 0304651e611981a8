import { MediaPlayer } from 'dashjs';
import { createTracker } from '@media-collection/core';
import { dashjs } from '@media-collection/dashjs';
import { note } from '/page/notes.js';

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
  onLost: ({ eventType }, why, detail) => note(`${eventType} lost, ${why}`, detail),
  onWarning: note,
});

/** Ads that are part of the stream: where they stand in it, in seconds. */
const ad = (id, start, end) => ({ start, end, params: { 'media.ad.id': id } });
const ads = [ad('first', 0, 4), ad('second', 12, 16), ad('third', 16, 20), ad('last', 24, 28)];

tracker.attach(dashjs(player, { ads: () => (video.dataset.id === 'demo-ads' ? ads : []) }));
