import type { Adapter, Emit } from '../src/adapter';
import type { TrackerOptions } from '../src/options';
import { createTracker, type Tracker } from '../src/tracker';
import { createManualClock, createRecorder, type ManualClock, type Recorder } from '../src/testing';
import type { MediaEvent } from '../src/wire/events';

/** A time of day, so that mistakes with the epoch show. */
export const EPOCH = 1_760_000_000_000;

/** What every tracker of these tests is given. */
export const params = {
  'analytics.trackingServer': 'acme.sc.omtrdc.net',
  'analytics.reportSuite': 'acme',
  'visitor.marketingCloudOrgId': 'ACME@AdobeOrg',
  'media.channel': 'test',
};

/** A film of a minute. */
export const film = { 'media.id': 'film', 'media.length': 60, 'media.contentType': 'vod' };

/** A tracker, its clock and its service. */
export interface Bench {
  readonly tracker: Tracker;
  readonly clock: ManualClock;
  readonly recorder: Recorder;
  readonly warnings: string[];
  /** Losses as `type reason detail`. */
  readonly lost: string[];
  /** Made events, in order, and the session id that came with them. */
  readonly made: { readonly event: MediaEvent; readonly sessionId: string | undefined }[];
  /** What arrived, as `session-1 5300 adStart`. */
  arrived(): string[];
  /** Lets the clock go, and what follows from it happen. */
  pass(ms: number): Promise<void>;
}

/** Makes a tracker by its public names, with a manual clock and a recorder. */
export function createBench(options: Partial<TrackerOptions> = {}): Bench {
  const clock = createManualClock(EPOCH);
  const recorder = createRecorder();
  const warnings: string[] = [];
  const lost: string[] = [];
  const made: { event: MediaEvent; sessionId: string | undefined }[] = [];
  const tracker = createTracker({
    endpoint: 'https://collector.test',
    params,
    clock,
    fetch: recorder.fetch,
    onWarning: (sentence) => warnings.push(sentence),
    onLost: ({ eventType }, reason, detail) => lost.push([eventType, reason, detail].filter(Boolean).join(' ')),
    onEvent: (event, { sessionId }) => made.push({ event, sessionId }),
    ...options,
  });
  return {
    tracker,
    clock,
    recorder,
    warnings,
    lost,
    made,
    arrived: () =>
      [...recorder.sessions].flatMap(([id, events]) =>
        events.map(({ eventType, playerTime }) => `${id} ${playerTime.ts - EPOCH} ${eventType}`),
      ),
    pass: async (ms) => {
      clock.advance(ms);
      await recorder.settled();
    },
  };
}

/** A player that says what a test makes it say. */
export interface Puppet extends Adapter {
  emit: Emit;
  signal: AbortSignal | undefined;
}

/** Makes a puppet of a player. */
export function createPuppet(more: Partial<Adapter> = {}): Puppet {
  const puppet: Puppet = {
    name: 'puppet',
    playhead: () => 0,
    media: () => ({ params: film }),
    subscribe: (emit, signal) => {
      puppet.emit = emit;
      puppet.signal = signal;
    },
    emit: () => {},
    signal: undefined,
    ...more,
  };
  return puppet;
}
