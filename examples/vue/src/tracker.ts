import { createTracker } from '@media-collection/core';
import type { Html5Guess } from '@media-collection/html5';

/** The site's tracker. It outlives the components: what is still on its way when one goes is sent, and sent again. */
export const tracker = createTracker({
  endpoint: 'https://acme.hb-api.omtrdc.net',
  params: {
    'analytics.trackingServer': 'acme.sc.omtrdc.net',
    'analytics.reportSuite': 'acme',
    'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
    'media.channel': 'acme.example',
  },
  media: ({ native }: Html5Guess) => ({ params: { 'media.id': native.id } }),
});
