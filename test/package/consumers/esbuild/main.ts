import { createTracker } from '@media-collection/core';
import { appInstallationId } from '@media-collection/core/identity';
import { html5 } from '@media-collection/html5';

const tracker = createTracker({
  endpoint: 'https://acme.hb-api.omtrdc.net',
  params: {
    'analytics.trackingServer': 'acme.sc.omtrdc.net',
    'analytics.reportSuite': 'acme',
    'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
    'media.channel': 'acme.example',
    ...appInstallationId(),
  },
  media: { params: { 'media.id': 'esbuild' } },
});
tracker.attach(html5(document.querySelector('video')!));
