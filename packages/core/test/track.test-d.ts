import { assertType, expectTypeOf, test } from 'vitest';
import { createTracker, type MediaEvent, type Params, type PartialParams, type QoeData, type TrackerOptions } from '../src/index';
import { debug } from '../src/debug';
import { appInstallationId, ecidFromAlloy, ecidFromVisitor } from '../src/identity';
import { params } from './tracking';

const tracker = createTracker({ endpoint: 'https://c.example', params });

test('an event takes what it needs', () => {
  tracker.track(
    'sessionStart',
    { 'media.id': 'a', 'media.length': 1, 'media.contentType': 'vod', 'media.show': 'Show' },
    { own: 'x' },
  );
  tracker.track('play');
  tracker.track('seekStart');
  tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 });
  tracker.track('adStart', { 'media.ad.id': 'a', 'media.ad.length': 5, 'media.ad.podPosition': 1 }, { own: 'x' });
  tracker.track('error', { 'media.qoe.errorID': 'x', 'media.qoe.errorSource': 'external' });
  tracker.track('stateStart', { 'media.state.name': 'mute' });
  tracker.qoe({ 'media.qoe.bitrate': 2_500 });
});

test('and nothing else', () => {
  // @ts-expect-error a required key is missing
  tracker.track('sessionStart', { 'media.id': 'a', 'media.contentType': 'vod' });
  // @ts-expect-error parameters are missing altogether
  tracker.track('adStart');
  // @ts-expect-error a value of another type
  tracker.track('sessionStart', { 'media.id': 'a', 'media.length': '60', 'media.contentType': 'vod' });
  // @ts-expect-error an unknown key
  tracker.track('stateStart', { 'media.state.name': 'mute', 'media.state.nme': 'mute' });
  // @ts-expect-error play takes nothing
  tracker.track('play', {});
  // @ts-expect-error states have no custom metadata
  tracker.track('stateStart', { 'media.state.name': 'mute' }, { own: 'x' });
  // @ts-expect-error custom metadata are strings
  tracker.track('chapterStart', { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 1 }, { own: 1 });
  // @ts-expect-error the tracker pings by itself
  tracker.track('ping');
  // @ts-expect-error there is no such event
  tracker.track('resume');
  // @ts-expect-error errors have two sources
  tracker.track('error', { 'media.qoe.errorID': 'x', 'media.qoe.errorSource': 'network' });
  // @ts-expect-error an error is not given by qoe()
  tracker.qoe({ 'media.qoe.errorID': 'x' });
});

test('a tracker takes what it needs', () => {
  // @ts-expect-error an identity key is missing
  assertType<TrackerOptions>({ endpoint: '', params: { 'analytics.trackingServer': 'a', 'analytics.reportSuite': 'b' } });
  // @ts-expect-error params are missing
  assertType<TrackerOptions>({ endpoint: '' });
  assertType<TrackerOptions>({
    endpoint: '',
    params,
    media: () => null,
    ad: ({ params: known }) => ({ params: { 'media.ad.name': known?.['media.ad.id'] ?? '' } }),
  });
});

test('what is known of the visitor is part of the params', () => {
  assertType<TrackerOptions>({ endpoint: '', params: async () => ({ ...params, ...(await ecidFromVisitor('')) }) });
  assertType<TrackerOptions>({
    endpoint: '',
    params: async () => ({ ...params, ...(await ecidFromAlloy()), ...appInstallationId() }),
  });
  assertType<TrackerOptions>({ endpoint: '', params: { ...params, ...appInstallationId() } });
  // @ts-expect-error alone it lacks the identity of the report suite
  assertType<TrackerOptions>({ endpoint: '', params: appInstallationId() });
});

test('checks for development are an onEvent like others', () => {
  assertType<TrackerOptions>({ endpoint: '', params, onEvent: debug() });
  assertType<TrackerOptions>({
    endpoint: '',
    params,
    onEvent: debug({ report: (sentence) => sentence.length, onEvent: ({ eventType }, { sessionId }) => [eventType, sessionId] }),
  });
});

test('the keys of the wire are known by event', () => {
  expectTypeOf<PartialParams<'sessionStart'>['analytics.optOutServerSideForwarding']>().toEqualTypeOf<boolean | undefined>();
  expectTypeOf<PartialParams<'sessionStart'>['analytics.optOutShare']>().toEqualTypeOf<boolean | undefined>();
  expectTypeOf<Params<'adStart'>>().toHaveProperty('media.ad.campaignId').toEqualTypeOf<string | undefined>();
  expectTypeOf<Params<'sessionStart'>['media.length']>().toEqualTypeOf<number>();
  expectTypeOf<PartialParams<'sessionStart'>['media.resume']>().toEqualTypeOf<boolean | undefined>();
  expectTypeOf<PartialParams<'play'>>().toEqualTypeOf<Record<never, never>>();
  expectTypeOf<keyof QoeData>().toEqualTypeOf<
    'media.qoe.bitrate' | 'media.qoe.droppedFrames' | 'media.qoe.framesPerSecond' | 'media.qoe.timeToStart'
  >();
  const event = {} as MediaEvent;
  if (event.eventType === 'chapterStart') expectTypeOf(event.params?.['media.chapter.index']).toEqualTypeOf<number | undefined>();
});
