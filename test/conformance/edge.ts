import { createTracker, type MediaEvent } from '@media-collection/core';
import { edge, type EdgeOptions } from '@media-collection/core/edge';
import { createManualClock } from '@media-collection/core/testing';
import { EPOCH, type Step } from './drive';

/** A request as the Edge Network gets it. */
export interface Asked {
  readonly path: string;
  readonly search: string;
  readonly type: string;
  readonly headers: unknown;
  readonly body: EdgeBody;
}

/** A body of the Media Edge API, as it is read here. */
export interface EdgeBody {
  readonly events: readonly [
    {
      readonly xdm: { eventType: string; timestamp: string; mediaCollection: Record<string, unknown>; [member: string]: unknown };
    },
  ];
  readonly query?: unknown;
  readonly meta?: { readonly state: { readonly entries?: unknown } };
}

/** What the Edge Network answers. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** Milliseconds until it does. */
  readonly after?: number;
}

const soon = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
};

/** What opens a session. */
export const opened = (sessionId: string): Answer => ({
  status: 200,
  body: { requestId: 'r', handle: [{ type: 'media-analytics:new-session', payload: [{ sessionId }] }] },
});

/** Drives a tracker over the Edge wire through the steps on a manual clock, a second at a time. */
export async function driveEdge(
  steps: readonly Step[],
  until: number,
  options: object = {},
  answer: (asked: Asked) => Answer = ({ type }) => (type === 'sessionStart' ? opened('a'.repeat(64)) : { status: 204 }),
  wire: EdgeOptions = { datastreamId: '12345-example' },
  makers: { createTracker: typeof createTracker; edge: typeof edge } = { createTracker, edge },
) {
  const clock = createManualClock(EPOCH);
  const requests: Asked[] = [];
  const lost: [type: string, reason: string, detail: string | undefined][] = [];
  const warnings: string[] = [];
  const made: MediaEvent[] = [];
  let playhead = (): number => 0;
  const tracker = makers.createTracker({
    wire: makers.edge(wire),
    params: { 'media.channel': 'conformance', 'media.playerName': 'conformance' },
    clock,
    playhead: () => playhead(),
    fetch: async (url: string, { body, headers }: { body: string; headers?: unknown }) => {
      const { pathname, search } = new URL(url);
      const asked = { path: pathname, search, type: pathname.split('/').at(-1)!, headers, body: JSON.parse(body) as EdgeBody };
      requests.push(asked);
      const { status, body: said, after } = answer(asked);
      if (after) await new Promise<void>((resolve) => clock.after(after, resolve));
      return new Response(said === undefined ? null : JSON.stringify(said), { status });
    },
    onEvent: (event: MediaEvent) => made.push(event),
    onLost: ({ eventType }: MediaEvent, reason: string, detail?: string) => lost.push([eventType, reason, detail]),
    onWarning: (sentence: string) => warnings.push(sentence),
    ...options,
  } as never);
  const go = async (to: number): Promise<void> => {
    await soon();
    for (let left = EPOCH + to - clock.now(); left > 0; left = EPOCH + to - clock.now()) {
      clock.advance(Math.min(left, 1_000));
      await soon();
    }
  };
  for (const [t, what, ...rest] of steps) {
    await go(t);
    if (what === 'track') (tracker.track as (...words: unknown[]) => void)(...rest);
    else if (what === 'qoe') tracker.qoe(rest[0] as object);
    else if (what === 'playhead') playhead = () => rest[0] as number;
    else {
      const { from, seconds, to = from + seconds } = rest[0] as { from: number; seconds: number; to?: number };
      playhead = () => (clock.now() - EPOCH - t >= seconds * 1_000 ? to : Math.min(from + (clock.now() - EPOCH - t) / 1_000, to));
    }
  }
  await go(until);
  return { tracker, clock, requests, lost, warnings, made, go };
}
