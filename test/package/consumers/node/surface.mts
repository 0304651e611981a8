import { createCollector, createMemoryStore } from '@media-collection/collector';
import { serve } from '@media-collection/collector/serve';
import { createTracker, type Adapter, type BaseParams, type MediaEvent, type TrackerOptions } from '@media-collection/core';
import { debug } from '@media-collection/core/debug';
import { ecidFromAlloy } from '@media-collection/core/identity';
import { offline } from '@media-collection/core/offline';
import { schemas, validate } from '@media-collection/core/schema';
import { createManualClock, createRecorder } from '@media-collection/core/testing';
import { dashjs, type DashjsGuess } from '@media-collection/dashjs';
import { follow } from '@media-collection/element';
import type {} from '@media-collection/element/define';
import { define } from '@media-collection/element/only';
import { hlsjs, type HlsjsAdGuess, type HlsjsGuess } from '@media-collection/hlsjs';
import { html5, type Html5Guess } from '@media-collection/html5';
import { createMediaSdk, type MediaTracker } from '@media-collection/mediasdk';
import { ADB } from '@media-collection/mediasdk/register';
import { createReport, lint } from '@media-collection/report';
import { matchers } from '@media-collection/report/matchers';
import { shaka, type ShakaAdGuess, type ShakaGuess, type ShakaPlayer } from '@media-collection/shaka';
import { mediaCollection } from '@media-collection/videojs';
import { register, type VideoJs } from '@media-collection/videojs/register';
import { MediaPlayer } from 'dashjs';
import Hls from 'hls.js';
import { expect } from 'vitest';

/**
 * What a page may write. In ES modules, where they are found as Node finds them, the types of Video.js and Shaka Player call their
 * default import a module that has a `default`, so neither is made here.
 */
export function page(element: HTMLVideoElement, player: ShakaPlayer, videojs: VideoJs): readonly unknown[] {
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
  const adapters: readonly Adapter[] = [html5(element), hlsjs(new Hls()), shaka(player), dashjs(MediaPlayer().create())];
  // @ts-expect-error a chapter needs an index
  tracker.track('chapterStart', { 'media.chapter.offset': 0, 'media.chapter.length': 60 });
  return [
    adapters.map((adapter) => tracker.attach(adapter)),
    mediaCollection('player', options),
    register(videojs).mediaCollection('player', options),
  ];
}

/** What a page may read of its player, and which keys it may not write. */
export function recipes(endpoint: string, params: BaseParams): readonly unknown[] {
  return [
    createTracker({
      endpoint,
      params,
      media: ({ native }: Html5Guess) => (native.loop ? null : { params: { 'media.id': native.id } }),
    }),
    createTracker({
      endpoint,
      params,
      media: async ({ native }: HlsjsGuess<Hls>) => ({ params: { 'media.id': native.url ?? undefined } }),
      ad: ({ native }: HlsjsAdGuess) => ({ params: { 'media.ad.advertiser': native['X-ADVERTISER'] } }),
    }),
    createTracker({
      endpoint,
      params,
      media: ({ native }: ShakaGuess) => ({ params: { 'media.id': native.getAssetUri() ?? undefined } }),
      ad: ({ native }: ShakaAdGuess) => ({ params: { 'media.ad.name': native.getTitle?.() } }),
    }),
    createTracker({ endpoint, params, media: ({ native }: DashjsGuess) => (native.isDynamic() ? null : undefined) }),
    mediaCollection('player', { endpoint, params, media: ({ native }) => ({ params: { 'media.id': native.currentSrc() } }) }),
    // @ts-expect-error a key that does not exist
    mediaCollection('player', { endpoint, params: async () => ({ ...params, 'media.chanel': 'x' }) }),
    // @ts-expect-error a key that does not exist
    createTracker({ endpoint, params, media: () => ({ params: { 'media.id': 'x', 'media.shw': 'x' } }) }),
  ];
}

/** What a page may write that has one tag, or one call, for any player. */
export function anyPlayer(media: HTMLElement, options: TrackerOptions): Adapter {
  const element = document.createElement('media-collection');
  element.options = { ...options, states: ['mute'], media: ({ native }) => (native ? undefined : null) };
  element.media = media;
  element.tracker?.track('pauseStart');
  define(hlsjs);
  // @ts-expect-error an array of names
  return follow(media, { states: 'mute' });
}

/** What a page may write that calls Adobe's MediaSDK. */
export function moved(): MediaTracker | null {
  const { Media, MediaConfig } = createMediaSdk();
  Media.configure(new MediaConfig(), { account: 'acme', trackingServer: 'acme.sc.omtrdc.net' });
  // @ts-expect-error a state needs its object
  ADB.Media.getInstance()?.trackEvent(ADB.Media.Event.StateStart);
  return Media.getInstance({ 'media.channel': 'acme.example' });
}

/** What a test or a server may write. */
export function server(events: readonly MediaEvent[]): readonly unknown[] {
  expect.extend(matchers);
  const tracker = createTracker({
    endpoint: '',
    params: async () => ({}) as never,
    ...createRecorder(),
    clock: createManualClock(),
  });
  const breaches: readonly string[] = lint(events).map(({ message }) => message);
  return [tracker, breaches, createReport(), schemas, validate({}), serve(createCollector({ store: createMemoryStore() }))];
}
