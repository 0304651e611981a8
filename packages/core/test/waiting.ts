import type { Guess, PartialParams, TrackerOptions } from '../src/index';
import { content, createFakeAdapter, track, type FakeAdapter } from './tracking';

export type Params = PartialParams<'sessionStart'>;

export const EPOCH = 1_760_000_000_000;
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
};

/** Promises that a test keeps when it likes, one for each question. */
export const createPromises = <T>() => {
  const keep: ((answer: T) => void)[] = [];
  const reject: ((error: unknown) => void)[] = [];
  return {
    keep,
    reject,
    ask: () =>
      new Promise<T>((resolve, fail) => {
        keep.push(resolve);
        reject.push(fail);
      }),
  };
};

/** A player with a clock: its content changes, and its playhead moves while it plays. */
export function createPlayer(clock: { now(): number }) {
  let id = 'A';
  let since: number | undefined;
  let place = 0;
  const playhead = (): number => place + (since === undefined ? 0 : (clock.now() - since) / 1_000);
  const fake: FakeAdapter = {
    ...createFakeAdapter(null),
    playhead,
    media: (): Guess<'sessionStart'> => ({ params: { ...content, 'media.id': id } }),
    subscribe: (emit, signal) => void Object.assign(fake, { emit, signal }),
  };
  return {
    fake,
    load: (next: string) => {
      fake.emit({ type: 'unloaded' });
      [id, place, since] = [next, 0, undefined];
    },
    play: () => {
      since ??= clock.now();
      fake.emit({ type: 'playRequested' });
      fake.emit({ type: 'playing' });
    },
    pause: () => {
      [place, since] = [playhead(), undefined];
      fake.emit({ type: 'paused' });
    },
  };
}

/** A tracker of that player. */
export function createBench(options: Partial<TrackerOptions> = {}) {
  const bench = track(options);
  const player = createPlayer(bench.clock);
  /** Goes on in steps of a quarter of a second, in which the player reports that its playhead moves. */
  const pass = (ms: number): void => {
    for (let left = ms; left > 0; left -= 250) {
      bench.clock.advance(Math.min(250, left));
      if (!player.fake.signal.aborted) player.fake.emit({ type: 'progress' });
    }
  };
  /** The sessions as the service has them: media.id, then each event but pings with its time. */
  const sessions = (): string[] =>
    [...bench.recorder.sessions.values()].map((events) =>
      events
        .filter(({ eventType }) => eventType !== 'ping')
        .map(({ eventType, playerTime, params }) => {
          const known = params as Record<string, unknown> | undefined;
          const more =
            eventType === 'sessionStart' ? ` ${String(known?.['media.id'])}${known?.['media.resume'] ? ' resume' : ''}` : '';
          return `${playerTime.ts - EPOCH} ${eventType}${more} ${Number(playerTime.playhead.toFixed(2))}`;
        })
        .join(', '),
    );
  return { ...bench, ...player, pass, sessions };
}
