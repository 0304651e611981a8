import videojs from 'video.js';
import '@media-collection/videojs';
import { note } from '/page/notes.js';

const video = document.querySelector('video');
export const player = videojs(video);

export const tracker = player.mediaCollection({
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
