import { expect, test, vi } from 'vitest';
import type { Guess } from '../src/index';
import { createFakeAdapter, params, track } from './tracking';

/** A player that learns with its metadata that it plays live, and a page that counts how often it is asked. */
function createBench(media: (guess: Guess<'sessionStart'>) => unknown) {
  let contentType = 'vod';
  const page = vi.fn(media);
  const bench = track({ media: page as never, params });
  const fake = createFakeAdapter(null);
  fake.media = () => ({ params: { 'media.id': 'channel', 'media.contentType': contentType } });
  bench.tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  return {
    ...bench,
    page,
    fake,
    learn: () => {
      contentType = 'live';
    },
    start: () => bench.made.find(({ eventType }) => eventType === 'sessionStart')?.params,
  };
}

test('a session opens with what the player knows when the length is known, not with what it knew before', () => {
  const { learn, page, fake, start } = createBench(() => undefined);
  learn();
  fake.emit({ type: 'durationKnown', seconds: 86_400 });
  expect(start()).toMatchObject({ 'media.contentType': 'live', 'media.length': 86_400 });
  expect(page).toHaveBeenCalledTimes(2);
});

test('a session whose length stays unknown opens with what the player knows at last', () => {
  const { clock, learn, start } = createBench(() => undefined);
  clock.advance(9_000);
  learn();
  expect(start()).toBeUndefined();
  clock.advance(1_000);
  expect(start()).toMatchObject({ 'media.contentType': 'live', 'media.length': 0 });
});

test('a session that ends while the page is asked again opens with its first answer', () => {
  let calls = 0;
  const { fake, start } = createBench(() => (calls++ ? new Promise(() => {}) : { params: { 'media.name': 'first' } }));
  fake.emit({ type: 'durationKnown', seconds: 60 });
  fake.emit({ type: 'playing' });
  expect(start()).toBeUndefined();
  fake.emit({ type: 'ended' });
  expect(start()).toMatchObject({ 'media.name': 'first' });
});
