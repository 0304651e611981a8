import { afterEach, expect, test, vi } from 'vitest';
import type { Guess } from '../src/index';
import { content, createFakeAdapter, track } from './tracking';

/** What a manifest may hold that somebody else wrote. */
const hostile = () =>
  JSON.parse(
    `{ "__proto__": { "polluted": "yes" }, "constructor": "x", "prototype": "x", "my.__proto__.polluted": "x", "fine": "y" }`,
  );

afterEach(() => {
  vi.restoreAllMocks();
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('keys that lead into a prototype go no further than to a warning, wherever they come from', async () => {
  const { made, recorder, tracker, warnings } = track({
    customMetadata: hostile(),
    media: () => ({ params: hostile(), customMetadata: hostile() }),
    ad: () => ({ params: hostile(), customMetadata: hostile() }),
  });
  const fake = createFakeAdapter({ params: { ...content, ...hostile() }, customMetadata: hostile() } as Guess<'sessionStart'>);
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  fake.emit({ type: 'adBreakStarted', guess: { params: hostile() } });
  fake.emit({ type: 'adAnnounced', guess: { params: { 'media.ad.id': 'a', 'media.ad.length': 1, ...hostile() } } });
  fake.emit({ type: 'playing' });
  fake.emit({ type: 'adEnded' });
  fake.emit({ type: 'adBreakEnded' });
  tracker.track('chapterStart', { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 1 }, hostile());
  tracker.qoe(hostile());
  await recorder.settled();
  expect(made.map(({ eventType }) => eventType)).toEqual(expect.arrayContaining(['sessionStart', 'adStart', 'chapterStart']));
  for (const event of made)
    for (const part of [event.params, event.customMetadata, event.qoeData])
      for (const key of ['__proto__', 'constructor', 'prototype', 'my.__proto__.polluted'])
        expect(Object.hasOwn(part ?? {}, key), `${event.eventType} ${key}`).toBe(false);
  expect(made[0]!.customMetadata).toEqual({ fine: 'y' });
  expect(JSON.stringify(recorder.events)).not.toContain('polluted');
  for (const type of ['sessionStart', 'adStart', 'chapterStart', 'qoe'])
    expect(warnings).toContain(`${type}: __proto__ is left out: it must be another key.`);
});

test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'])(
  'a state named %s is a name like others',
  async (name) => {
    const { made, tracker } = track({ prerollWait: 0 });
    const fake = createFakeAdapter();
    tracker.attach(fake);
    fake.emit({ type: 'state', name, on: true });
    fake.emit({ type: 'playRequested' });
    fake.emit({ type: 'playing' });
    tracker.track('stateStart', { 'media.state.name': name });
    tracker.track('stateEnd', { 'media.state.name': name });
    tracker.track('stateEnd', { 'media.state.name': name });
    const states = made.filter(({ eventType }) => eventType.startsWith('state')).map(({ eventType }) => eventType);
    expect(states).toEqual(['stateStart', 'stateEnd']);
  },
);

test('a manifest of any size makes no event that a page could not send while it goes', async () => {
  const text = '\u{1f3ac}電"\n'.repeat(100_000);
  const flood = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`k${index}`, text]));
  const { clock, made, recorder, tracker, lost } = track({ customMetadata: flood, media: () => ({ params: flood }) });
  const fake = createFakeAdapter({ params: { ...content, 'media.name': text } });
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  fake.emit({ type: 'playing' });
  fake.emit({ type: 'failed', id: text });
  clock.advance(1_000);
  await recorder.settled();
  expect(made.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'play', 'error', 'sessionEnd']);
  for (const event of made) expect(new TextEncoder().encode(JSON.stringify(event)).length).toBeLessThan(20_000);
  expect(made[0]!.params).toMatchObject({ ...content, 'analytics.reportSuite': 'acme' });
  expect(lost).toEqual([]);
});

test('the two partial opt-outs pass as they are', async () => {
  const optOut = { 'analytics.optOutServerSideForwarding': true, 'analytics.optOutShare': false } as const;
  const { recorder, tracker, warnings } = track({ media: { params: { ...content, ...optOut } } });
  const fake = createFakeAdapter(null);
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  await recorder.settled();
  expect(recorder.events[0]!.params).toMatchObject(optOut);
  expect(warnings).toEqual([]);
});

test('what the page or the player gives and throws is a warning; a warning that throws is nobody’s trouble', () => {
  const oops = (): never => {
    throw new Error('oops');
  };
  const { tracker, warnings } = track({ media: oops, onLost: oops });
  tracker.attach({ ...createFakeAdapter(), subscribe: oops });
  tracker.track('sessionStart', content);
  expect(warnings.length).toBe(2);
  for (const sentence of warnings) expect(sentence).toMatch(/^(media\(\)|the subscribe\(\) of the adapter) threw: Error: oops\n/);
  const log = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  expect(() => track({ onWarning: oops }).tracker.track('play')).not.toThrow();
  expect(log.mock.calls[0]![0]).toBe('media-collection: onWarning threw');
});
