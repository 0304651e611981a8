'use client';

import { createTracker } from '@media-collection/core';
import { appInstallationId } from '@media-collection/core/identity';
import { html5, type Html5Guess } from '@media-collection/html5';
import { useEffect, useRef } from 'react';

/** Made on the server too, where it does nothing. */
const tracker = createTracker({
  endpoint: 'https://acme.hb-api.omtrdc.net',
  params: () => ({
    'analytics.trackingServer': 'acme.sc.omtrdc.net',
    'analytics.reportSuite': 'acme',
    'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
    'media.channel': 'acme.example',
    ...appInstallationId(),
  }),
  media: ({ native }: Html5Guess) => ({ params: { 'media.id': native.id } }),
});

export function Player({ id, src }: { id: string; src: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => tracker.attach(html5(video.current!)), []);
  return <video ref={video} id={id} src={src} muted playsInline />;
}
