import { createReport, lint, lintSessions, report } from '@media-collection/report';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EPOCH, eventOf, type Row, type Sent } from './story';

const words = [
  ...['play', 'play', 'play', 'ping', 'ping', 'pauseStart', 'bufferStart', 'bitrateChange', 'error'],
  ...['adBreakStart', 'adStart', 'adStart', 'adComplete', 'adSkip', 'adBreakComplete'],
  ...['chapterStart', 'chapterComplete', 'chapterSkip', 'stateStart', 'stateEnd'],
];
const parts = fc.record({
  params: fc.record({ 'media.state.name': fc.constantFrom('mute', 'fullScreen', 'fullscreen') }),
  qoeData: fc.record(
    { 'media.qoe.bitrate': fc.integer({ min: 100, max: 5_000 }), 'media.qoe.errorID': fc.constantFrom('a', 'b') },
    { requiredKeys: [] },
  ),
});

/** A session in the order of time: any words in any order, at least half a second apart, the playhead mostly running. */
const sessions = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.constantFrom(...words),
        fc.integer({ min: 500, max: 15_000 }),
        fc.constantFrom('runs', 'runs', 'stands', 'back', 'ahead'),
        parts,
      ),
      { maxLength: 40 },
    ),
    fc.constantFrom('', 'sessionEnd', 'sessionComplete'),
    fc.constantFrom(0, 60, 86_400),
  )
  .map(([steps, end, length]) => {
    let ms = 0;
    let playhead = 0;
    const rows: Row[] = [[0, 'sessionStart', 0, { params: { 'media.length': length } }]];
    for (const [word, gap, move, some] of steps) {
      ms += gap;
      playhead = Math.max(0, playhead + { runs: gap / 1_000, stands: 0, back: -7, ahead: 90 }[move]);
      rows.push([ms, word, playhead, some]);
    }
    if (end) rows.push([ms + 700, end, playhead]);
    return rows.map(eventOf);
  });

/** The same session as it may arrive: each event up to 5 s late, which at half a second apart is no more than 10 events. */
const late = sessions.chain((events) =>
  fc.tuple(
    fc.constant(events),
    fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: events.length, maxLength: events.length }),
  ),
);
const arrive = (events: readonly Sent[], delays: readonly number[]): Sent[] =>
  events
    .map((event, index) => ({ event, at: event.playerTime.ts + (index === 0 ? 0 : (delays[index] ?? 0)) }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);

const numbersOf = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(numbersOf)
      : [];

test('the order of arrival inside the window does not matter, to a report nor to lint', () => {
  fc.assert(
    fc.property(late, ([events, delays]) => {
      const arrived = arrive(events, delays);
      expect(report(arrived)).toEqual(report(events));
      expect(lint(arrived)).toEqual(lint(events));
    }),
    { numRuns: 300 },
  );
});

test('a report that is looked at after each event ends as one that is not', () => {
  fc.assert(
    fc.property(late, ([events, delays]) => {
      const arrived = arrive(events, delays);
      const reporter = createReport();
      arrived.forEach((event, index) => {
        reporter.add(event);
        if (index % 3 === 0) expect(reporter.value()).toEqual(report(arrived.slice(0, index + 1)));
      });
      expect(reporter.value()).toEqual(report(arrived));
    }),
  );
});

test('content and ads make up the media time, their calls make up the sums, and nothing is negative', () => {
  fc.assert(
    fc.property(sessions, (events) => {
      const { metrics, calls } = report(events);
      expect(metrics.contentTimeSpent + metrics.adTimeSpent).toBeCloseTo(metrics.mediaTimeSpent, 9);
      const closes = calls.filter(({ call }) => call === 'adClose');
      expect(closes.reduce((sum, one) => sum + (one.metrics.adTimeSpent ?? 0), 0)).toBeCloseTo(metrics.adTimeSpent, 9);
      // A stall that comes to light after a chapter has closed is not taken out of it any more.
      expect(metrics.chapterTimeSpent).toBeLessThanOrEqual(metrics.contentTimeSpent + metrics.totalStallDuration + 1e-9);
      for (const number of numbersOf([metrics, calls.map((one) => one.metrics)])) expect(number).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 500 },
  );
});

test('all time is spent on one thing at most', () => {
  fc.assert(
    fc.property(sessions, (events) => {
      const { mediaTimeSpent, totalPauseDuration, totalBufferDuration, totalStallDuration } = report(events).metrics;
      const whole = (events.at(-1)!.playerTime.ts - EPOCH) / 1_000;
      expect(mediaTimeSpent + totalPauseDuration + totalBufferDuration + totalStallDuration).toBeLessThanOrEqual(whole + 1e-9);
    }),
  );
});

test('every span that begins is closed, and calls come in the order of time', () => {
  fc.assert(
    fc.property(sessions, (events) => {
      const { calls } = report(events);
      const number = (name: string): number => calls.filter(({ call }) => call === name).length;
      expect(number('adStart')).toBe(number('adClose'));
      expect(number('chapterStart')).toBe(number('chapterClose'));
      expect(calls.map(({ ts }) => ts)).toEqual(calls.map(({ ts }) => ts).sort((a, b) => a - b));
      expect(calls.at(-1)?.call).toBe('mediaClose');
    }),
  );
});

/** What JSON cannot hold is among it: bigints, dates, maps, sets, typed arrays, holes. */
const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
});
const garbage = fc.array(
  fc.oneof(
    anything,
    fc.record(
      {
        eventType: fc.oneof(fc.constantFrom(...words, 'sessionStart', 'sessionEnd', '__proto__', 'toString'), anything),
        playerTime: fc.oneof(
          fc.record({ ts: fc.oneof(fc.nat(), fc.double(), anything), playhead: fc.oneof(fc.double(), anything) }),
          anything,
        ),
        params: fc.oneof(
          fc.dictionary(fc.constantFrom('media.length', 'media.state.name', '__proto__', 'media.id'), anything),
          anything,
        ),
        qoeData: fc.oneof(fc.dictionary(fc.constantFrom('media.qoe.bitrate', 'media.qoe.errorID'), anything), anything),
        customMetadata: anything,
      },
      { requiredKeys: [] },
    ),
  ),
  { maxLength: 12 },
);

test('garbage is reported as far as it is understood: nothing throws, nothing is NaN, and lint names each thing that is no event', () => {
  fc.assert(
    fc.property(garbage, (events) => {
      const found = report(events);
      for (const number of numbersOf(found.metrics)) expect(number).toBeGreaterThanOrEqual(0);
      const breaches = lint(events);
      const understood = (event: unknown): boolean => typeof event === 'object' && event !== null && !Array.isArray(event);
      for (const event of events)
        if (!understood(event)) expect(breaches.some((breach) => Object.is(breach.event, event))).toBe(true);
      for (const { message } of breaches) expect(typeof message).toBe('string');
    }),
    { numRuns: 300 },
  );
});

test('what is no list at all is taken for one thing', () => {
  fc.assert(
    fc.property(anything, (value) => {
      const list = value as Iterable<unknown>;
      expect(report(list).calls.length).toBeGreaterThanOrEqual(0);
      expect(lint(list)).toEqual(expect.any(Array));
      expect(lintSessions(value as Iterable<Iterable<unknown>>)).toEqual(expect.any(Array));
    }),
  );
});

test('a hundred thousand events, a jump in each, are reported within the time of a test, which they would not if one cost O(n)', () => {
  const reporter = createReport();
  reporter.add(eventOf([0, 'sessionStart', 0]));
  for (let i = 1; i <= 100_000; i++) reporter.add(eventOf([i * 1_000, i % 7 ? 'ping' : 'play', (i * 37) % 3_000]));
  // the first play comes at 7 s
  expect(reporter.value().metrics.contentTimeSpent).toBe(99_993);
});
