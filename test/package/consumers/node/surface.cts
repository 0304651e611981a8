import { createCollector, createMemoryStore } from '@media-collection/collector';
import { serve } from '@media-collection/collector/serve';
import { createTracker, type Adapter, type MediaEvent, type TrackerOptions } from '@media-collection/core';
import { debug } from '@media-collection/core/debug';
import { ecidFromAlloy } from '@media-collection/core/identity';
import { offline } from '@media-collection/core/offline';
import { schemas, validate } from '@media-collection/core/schema';
import { createManualClock, createRecorder } from '@media-collection/core/testing';
import { dashjs, type DashPlayer } from '@media-collection/dashjs';
import { follow } from '@media-collection/element';
import type {} from '@media-collection/element/define';
import { define } from '@media-collection/element/only';
import { hlsjs } from '@media-collection/hlsjs';
import { html5 } from '@media-collection/html5';
import { createMediaSdk, type MediaTracker } from '@media-collection/mediasdk';
import { ADB } from '@media-collection/mediasdk/register';
import { createReport, lint } from '@media-collection/report';
import { matchers } from '@media-collection/report/matchers';
import { shaka } from '@media-collection/shaka';
import { mediaCollection } from '@media-collection/videojs';
import { register } from '@media-collection/videojs/register';
import Hls from 'hls.js';
import shakaPlayer from 'shaka-player';
import videojs from 'video.js';

/** What a page may write; dash.js and Vitest have no types for CommonJS. */
export function page(element: HTMLVideoElement, player: DashPlayer): readonly unknown[] {
  const options: TrackerOptions = {
    endpoint: 'https://acme.hb-api.omtrdc.net',
    params: async () => ({
      'analytics.trackingServer': 'acme.sc.omtrdc.net',
      'analytics.reportSuite': 'acme',
      'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
      'media.channel': 'acme.example',
      ...(await ecidFromAlloy()),
    }),
    offline: offline(),
    onEvent: debug(),
  };
  const tracker = createTracker(options);
  const adapters: readonly Adapter[] = [html5(element), hlsjs(new Hls()), shaka(new shakaPlayer.Player()), dashjs(player)];
  // @ts-expect-error a chapter needs an index
  tracker.track('chapterStart', { 'media.chapter.offset': 0, 'media.chapter.length': 60 });
  return [
    adapters.map((adapter) => tracker.attach(adapter)),
    mediaCollection('player', options),
    videojs('player').mediaCollection(options),
    register(videojs).mediaCollection('player', options),
  ];
}

/** What a page may write that has one tag, or one call, for any player. */
export function anyPlayer(media: HTMLElement, options: TrackerOptions): Adapter {
  document.createElement('media-collection').options = options;
  define(hlsjs);
  return follow(media, { bitrateUnit: 'kbps' });
}

/** What a page may write that calls Adobe's MediaSDK. */
export const moved = (): readonly (MediaTracker | null)[] => [ADB, createMediaSdk()].map(({ Media }) => Media.getInstance());

/** What a test or a server may write. */
export function server(events: readonly MediaEvent[]): readonly unknown[] {
  const tracker = createTracker({
    endpoint: '',
    params: async () => ({}) as never,
    ...createRecorder(),
    clock: createManualClock(),
  });
  const breaches: readonly string[] = lint(events).map(({ message }) => message);
  return [
    tracker,
    matchers,
    breaches,
    createReport(),
    schemas,
    validate({}),
    serve(createCollector({ store: createMemoryStore() })),
  ];
}
