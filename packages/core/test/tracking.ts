import {
  createTracker,
  type Adapter,
  type BaseParams,
  type Emit,
  type Guess,
  type MediaEvent,
  type TrackerOptions,
} from '../src/index';
import { createManualClock, createRecorder } from '../src/testing';

/** The least that a tracker needs. */
export const params: BaseParams = {
  'analytics.trackingServer': 'acme.sc.omtrdc.net',
  'analytics.reportSuite': 'acme',
  'visitor.marketingCloudOrgId': 'ACME@AdobeOrg',
  'media.channel': 'test',
  'media.playerName': 'test',
};

/** What a viewing needs. */
export const content = { 'media.id': 'ep-1', 'media.length': 60, 'media.contentType': 'vod' } as const;

/** An adapter whose intents the test emits. */
export interface FakeAdapter extends Adapter {
  emit: Emit;
  signal: AbortSignal;
}

/** Makes a fake adapter; it knows the id and the length of its content, unless `media` is given. */
export function createFakeAdapter(
  media: Guess<'sessionStart'> | null = { params: { ...content } },
  playhead: () => number = () => 0,
): FakeAdapter {
  const fake: FakeAdapter = {
    name: 'fake',
    version: '1.2.3',
    playhead,
    ...(media && { media: () => media }),
    emit: undefined!,
    signal: undefined!,
    subscribe: (emit, signal) => Object.assign(fake, { emit, signal }),
  };
  return fake;
}

/** A tracker on a manual clock with a recorder for a service; what it reports to the page is kept. */
export function track(options: Partial<TrackerOptions> = {}) {
  const clock = createManualClock(1_760_000_000_000);
  const recorder = createRecorder();
  const warnings: string[] = [];
  const lost: string[] = [];
  const made: MediaEvent[] = [];
  const tracker = createTracker({
    endpoint: 'https://c.example',
    params,
    clock,
    fetch: recorder.fetch,
    onWarning: (sentence) => warnings.push(sentence),
    onLost: ({ eventType }, ...why) => lost.push([eventType, ...why.filter(Boolean)].join(' ')),
    onEvent: (event) => made.push(event),
    ...options,
  });
  const types = () => made.map(({ eventType }) => eventType).join(' ');
  return { clock, lost, made, recorder, tracker, types, warnings };
}
