import shakaPlayer from 'shaka-player';
import { createTracker } from '@media-collection/core';
import { shaka } from '@media-collection/shaka';
import { note } from '/page/notes.js';

const video = document.querySelector('video');
export const player = new shakaPlayer.Player();
await player.attach(video);
player.load(video.dataset.src).catch(({ code }) => note(`Shaka Player could not load: ${code}`));

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

tracker.attach(shaka(player));
