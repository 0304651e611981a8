import { createTracker } from '@media-collection/core';
import { html5 } from '@media-collection/html5';

/** Follows a media element as a page does that uses this project. */
export function attach(video, endpoint) {
  const tracker = createTracker({
    endpoint,
    params: {
      'analytics.trackingServer': 'bench.example',
      'analytics.reportSuite': 'bench',
      'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
      'media.channel': 'bench',
    },
    media: { params: { 'media.id': 'film', 'media.name': 'A film' } },
  });
  tracker.attach(html5(video));
  return () => tracker.destroy();
}
