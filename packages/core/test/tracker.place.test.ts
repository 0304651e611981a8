import { describe, expect, test } from 'vitest';
import type { MediaEvent } from '../src/index';
import { content, createFakeAdapter, params, track } from './tracking';

const film = (id: string) => ({ params: { ...content, 'media.id': id } });
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
};

/** A player that plays content of a known length, at a place that it may not know. */
function createBench() {
  let place: number | (() => never) = 0;
  let since: number | undefined;
  let id = 'A';
  const bench = track({ media: () => film(id), params });
  const { clock, tracker, made } = bench;
  const fake = createFakeAdapter(null, () =>
    typeof place === 'function' ? place() : place + (since === undefined ? 0 : (clock.now() - since) / 1_000),
  );
  tracker.attach(fake);
  const starts = (): MediaEvent[] => made.filter(({ eventType }) => eventType === 'sessionStart');
  return {
    ...bench,
    fake,
    load: (next: string, at: number) => {
      fake.emit({ type: 'unloaded' });
      [id, place, since] = [next, at, undefined];
    },
    goTo: (at: number | (() => never)) => {
      [place, since] = [at, since && clock.now()];
    },
    play: () => {
      since = clock.now();
      fake.emit({ type: 'playing' });
    },
    pass: (ms: number) => {
      for (let left = ms; left > 0; left -= 250) {
        clock.advance(250);
        fake.emit({ type: 'progress' });
      }
    },
    opened: () =>
      starts().map(({ params, playerTime: { playhead } }) => {
        const { 'media.id': name, 'media.resume': resumes } = params as Record<string, unknown>;
        return `${String(name)} ${playhead}${resumes ? ' resumes' : ''}`;
      }),
  };
}

describe('content of known length whose player does not know its place yet', () => {
  test('begins where its first frame is shown, and so goes on where it was broken off', () => {
    const { clock, goTo, load, opened, pass, play, fake } = createBench();
    fake.emit({ type: 'playRequested' });
    play();
    pass(6_000);
    load('A', NaN);
    fake.emit({ type: 'playRequested' });
    clock.advance(400);
    expect(opened()).toEqual(['A 0']);
    goTo(5);
    play();
    expect(opened()).toEqual(['A 0', 'A 5 resumes']);
  });

  test('begins at 0 where the place stays unknown for 10 s', async () => {
    const { clock, goTo, opened, fake } = createBench();
    goTo(NaN);
    fake.emit({ type: 'playRequested' });
    await settle();
    clock.advance(9_999);
    expect(opened()).toEqual([]);
    clock.advance(1);
    expect(opened()).toEqual(['A 0']);
  });
});

test('content goes on where it was broken off, whatever was shown in between', () => {
  const { load, opened, pass, play, fake } = createBench();
  for (const [id, at] of [
    ['A', 0],
    ['B', 0],
    ['A', 6],
    ['B', 40],
  ] as const) {
    load(id, at);
    fake.emit({ type: 'playRequested' });
    play();
    pass(6_000);
  }
  expect(opened()).toEqual(['A 0', 'B 0', 'A 6 resumes', 'B 40']);
});

test('a playhead that throws is not known, and so does not stand', () => {
  const { goTo, pass, play, fake, types } = createBench();
  fake.emit({ type: 'playRequested' });
  play();
  pass(3_000);
  goTo(() => {
    throw new Error('gone');
  });
  pass(5_000);
  expect(types()).toBe('sessionStart play play');
});
