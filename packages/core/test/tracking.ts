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

/** The least that a tracker must be told. */
export const params: BaseParams = {
  'analytics.trackingServer': 'acme.sc.omtrdc.net',
  'analytics.reportSuite': 'acme',
  'visitor.marketingCloudOrgId': 'ACME@AdobeOrg',
  'media.channel': 'test',
  'media.playerName': 'test',
};

/** What a viewing needs. */
export const content = { 'media.id': 'ep-1', 'media.length': 60, 'media.contentType': 'vod' } as const;

/** An adapter that says what it is told to say. */
export interface Puppet extends Adapter {
  say: Emit;
  signal: AbortSignal;
}

/** Makes a puppet; it knows its content's id and length unless told otherwise. */
export function createPuppet(
  media: Guess<'sessionStart'> | null = { params: { ...content } },
  playhead: () => number = () => 0,
): Puppet {
  const puppet: Puppet = {
    name: 'puppet',
    version: '1.2.3',
    playhead,
    ...(media && { media: () => media }),
    say: undefined!,
    signal: undefined!,
    subscribe: (emit, signal) => Object.assign(puppet, { say: emit, signal }),
  };
  return puppet;
}

/** A tracker on a manual clock with a recorder for a service; what it says to the page is kept. */
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
