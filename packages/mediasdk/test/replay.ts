import type { MediaEvent } from '@media-collection/core';
import { createManualClock, createRecorder } from '@media-collection/core/testing';
import { createMediaSdk } from '../src/index';
import type { AppMeasurementLike } from '../src/index';

/** A call of Adobe's script, in milliseconds since the first trackSessionStart; `every`: repeated, with a value that runs with the time. */
export interface Call {
  readonly t: number;
  readonly call: string;
  readonly args?: readonly unknown[];
  readonly returned?: unknown;
  readonly every?: number;
  readonly fromValue?: number;
  readonly untilT?: number;
  readonly toValue?: number;
}

/** A request that Adobe's script made, with its time in milliseconds. */
export interface Request {
  readonly ts: number;
  readonly body: MediaEvent;
}

/** Calls, and the requests that followed. */
export interface Recording {
  readonly scenario: string;
  readonly description: string;
  readonly calls: readonly Call[];
  readonly requests: readonly Request[];
}

/** When the recordings begin. */
export const EPOCH = 1_768_478_401_230;

/** What JSON cannot hold. */
const revive = (value: unknown): unknown => (value === 'NaN' ? NaN : value === 'Infinity' ? Infinity : value);

const params = (recording: Recording) =>
  (recording.requests.find(({ body }) => body.eventType === 'sessionStart')?.body.params ?? {}) as Record<string, unknown>;

/** The AppMeasurement and the configurations that the recorded page had. */
function pageOf(recording: Recording): { app: AppMeasurementLike; config: object; tracker: object } {
  const known = params(recording);
  return {
    app: {
      account: known['analytics.reportSuite'] as string,
      trackingServer: known['analytics.trackingServer'] as string,
      ssl: known['analytics.enableSSL'],
      visitorID: known['analytics.visitorId'],
      analyticsVisitorID: known['analytics.aid'],
      marketingCloudVisitorID: known['visitor.marketingCloudUserId'],
      audienceManagerLocationHint: String(known['visitor.aamLocationHint']),
      visitor: {
        marketingCloudOrgID: known['visitor.marketingCloudOrgId'],
        getCustomerIDs: () => known['visitor.customerIDs'],
      },
      isReadyToTrack: () => true,
    },
    config: {
      trackingServer: 'acme.hb-api.omtrdc.net',
      channel: 'web-channel',
      playerName: 'TestPlayer',
      appVersion: known['media.sdkVersion'],
    },
    tracker: { 'media.channel': known['media.channel'], 'media.playerName': known['media.playerName'] },
  };
}

/** Makes the recorded calls in virtual time; gives what was sent, in order, and what the factories returned. */
export async function replay(recording: Recording): Promise<{ sent: MediaEvent[]; returned: unknown[]; sessions: number }> {
  const clock = createManualClock(EPOCH);
  const { events, fetch, sessions, settled } = createRecorder();
  const sdk = createMediaSdk({ fetch, clock });
  const { app, config, tracker: trackerConfig } = pageOf(recording);
  sdk.Media.configure(Object.assign(new sdk.MediaConfig(), config), app);
  const tracker = sdk.Media.getInstance(trackerConfig)! as unknown as Record<string, (...args: unknown[]) => void>;
  const factories = sdk.Media as unknown as Record<string, (...args: unknown[]) => unknown>;
  const returned: unknown[] = [];

  const go = async (to: number): Promise<void> => {
    await settled();
    // No request waits for its answer while the time goes on.
    for (let left = EPOCH + to - clock.now(); left > 0; left = EPOCH + to - clock.now()) {
      clock.advance(Math.min(left, 1_000));
      await settled();
    }
  };
  /** The calls that repeat, before those that come at the same moment. */
  let running: (Call & { next: number })[] = [];
  const runUntil = async (to: number): Promise<void> => {
    for (;;) {
      const call = running.filter(({ next, untilT }) => next <= Math.min(to, untilT!)).sort((a, b) => a.next - b.next)[0];
      if (!call) break;
      await go(call.next);
      tracker[call.call]!(Math.min(call.fromValue! + (call.next - call.t) / 1_000, call.toValue!));
      call.next += call.every!;
    }
    await go(to);
  };
  for (const call of recording.calls) {
    await runUntil(Math.max(call.t, 0));
    if (call.every) {
      running = [...running.filter((other) => other.call !== call.call), { ...call, next: call.t + call.every }];
      tracker[call.call]!(call.fromValue);
    } else if (/^create/.test(call.call)) returned.push(factories[call.call]!(...call.args!.map(revive)));
    else tracker[call.call]!(...(call.call === 'updatePlayhead' ? call.args!.map(revive) : call.args!));
  }
  await runUntil(Math.max(...recording.calls.map(({ t, untilT = t }) => untilT), ...recording.requests.map(({ ts }) => ts)));
  await go(clock.now() - EPOCH + 900);
  return { sent: [...events], returned, sessions: sessions.size };
}
