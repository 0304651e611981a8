import type { Adapter, Emit } from '@media-collection/core';
import { createManualClock, createRecorder } from '@media-collection/core/testing';
import { createMediaSdk, type AppMeasurementLike, type MediaConfig, type MediaTracker } from '../src/index';

export const EPOCH = 1_768_478_401_230;

/** What a page's AppMeasurement knows. */
export const appMeasurement = {
  account: 'rsid1',
  trackingServer: 'acme.sc.omtrdc.net',
  trackingServerSecure: '',
  ssl: true,
  marketingCloudVisitorID: '1234',
  visitor: { marketingCloudOrgID: 'ACME@AdobeOrg', getCustomerIDs: () => ({}) },
  isReadyToTrack: () => true,
};

/** A page in virtual time, with its SDK configured. */
export function createPage(config: Partial<MediaConfig> = {}, app: AppMeasurementLike = appMeasurement) {
  const clock = createManualClock(EPOCH);
  const recorder = createRecorder();
  const sdk = createMediaSdk({ fetch: recorder.fetch, clock });
  const { Media, MediaConfig } = sdk;
  const known = { trackingServer: 'acme.hb-api.omtrdc.net', channel: 'web', playerName: 'player' };
  Media.configure(Object.assign(new MediaConfig(), known, config), app);
  const lines = () =>
    recorder.events.map(({ eventType, playerTime }) => `${playerTime.ts - EPOCH} ${eventType} ${playerTime.playhead}`);
  const go = async (ms: number): Promise<void> => {
    await recorder.settled();
    for (let left = ms; left > 0; left -= 500) {
      clock.advance(Math.min(left, 500));
      await recorder.settled();
    }
  };
  const start = (tracker: MediaTracker, more: object = {}): void =>
    tracker.trackSessionStart({ ...Media.createMediaObject('Film', 'film', 60, 'vod', 'video')!, ...more });
  return { Media, MediaConfig, clock, events: recorder.events, go, lines, recorder, start, tracker: Media.getInstance()! };
}

/** An adapter that emits what a test gives it. */
export function createFakeAdapter(): Adapter & { emit: Emit; position: number } {
  const adapter = {
    name: 'fake',
    position: 0,
    emit: (() => {}) as Emit,
    playhead: () => adapter.position,
    media: () => ({ params: { 'media.id': 'guessed', 'media.length': 30, 'media.contentType': 'vod' } }),
    subscribe: (emit: Emit) => void (adapter.emit = emit),
  };
  return adapter;
}
