import { createTracker, type MediaEvent } from '@media-collection/core';
import { createManualClock } from '@media-collection/core/testing';

/** One step of a scenario; times in ms since its start, playheads in seconds (README.md). */
export type Step =
  | [t: number, what: 'track', type: string, params?: object, customMetadata?: object]
  | [t: number, what: 'qoe', values: object]
  | [t: number, what: 'playhead', seconds: number]
  | [t: number, what: 'run', span: { from: number; seconds: number; to?: number }];

/** An event as it went out, with its session counted from 0. */
export interface Sent {
  readonly event: MediaEvent;
  readonly session: number;
}

/** A time of day, so that mistakes with the epoch show. */
export const EPOCH = 1_760_000_000_000;

/** Drives a tracker through the steps on a manual clock, and gives what it sent, session by session; `make` is the build that is driven. */
export function drive(
  steps: readonly Step[],
  until: number,
  options: object,
  make: typeof createTracker = createTracker,
): { readonly sent: Sent[]; advance(ms: number): void } {
  const clock = createManualClock(EPOCH);
  const sent: Sent[] = [];
  let sessions = -1;
  let playhead = (): number => 0;
  const tracker = make({
    endpoint: 'https://collector.example',
    params: {
      'analytics.trackingServer': 'acme.sc.omtrdc.net',
      'analytics.reportSuite': 'acme',
      'visitor.marketingCloudOrgId': 'ACME@AdobeOrg',
      'media.channel': 'conformance',
      'media.playerName': 'conformance',
    },
    clock,
    playhead: () => playhead(),
    // The network stays silent: what is compared is what the tracker says, and when.
    fetch: () => new Promise(() => {}),
    onEvent: (event) => {
      if (event.eventType === 'sessionStart') sessions++;
      sent.push({ event, session: sessions });
    },
    onWarning: () => {},
    ...options,
  });
  const go = (to: number): void => clock.advance(EPOCH + to - clock.now());
  for (const [t, what, ...rest] of steps) {
    go(t);
    if (what === 'track') (tracker.track as (...words: unknown[]) => void)(...rest);
    else if (what === 'qoe') tracker.qoe(rest[0] as object);
    else if (what === 'playhead') playhead = () => rest[0] as number;
    else {
      const { from, seconds, to = from + seconds } = rest[0] as { from: number; seconds: number; to?: number };
      playhead = () => (clock.now() - EPOCH - t >= seconds * 1_000 ? to : Math.min(from + (clock.now() - EPOCH - t) / 1_000, to));
    }
  }
  go(until);
  return { sent, advance: (ms) => clock.advance(ms) };
}
