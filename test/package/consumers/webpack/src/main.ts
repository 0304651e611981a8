import { appInstallationId } from '@media-collection/core/identity';
import { mediaCollection } from '@media-collection/videojs';
import videojs from 'video.js';

videojs('player').src({ src: 'https://media.acme.example/short.mp4', type: 'video/mp4' });
mediaCollection('player', {
  endpoint: 'https://acme.hb-api.omtrdc.net',
  params: {
    'analytics.trackingServer': 'acme.sc.omtrdc.net',
    'analytics.reportSuite': 'acme',
    'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
    'media.channel': 'acme.example',
    ...appInstallationId(),
  },
  media: { params: { 'media.id': 'webpack' } },
});
