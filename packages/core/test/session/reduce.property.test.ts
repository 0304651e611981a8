import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reduce } from '../../src/session/reduce';
import { createSession } from '../../src/session/state';
import { schemas, validate } from '../../src/wire/schema';
import type { MediaEvent } from '../../src/wire/events';
import { runs } from '../seed';
import type { Machine, Sent } from './machine';
import { randomStory, play, type RandomStory } from './random-story';

/** Lets random stories happen, and asks of each what must hold: every breach is a sentence. */
const never = (breaches: (machine: Machine, story: RandomStory) => Iterable<string>): void =>
  fc.assert(
    fc.property(randomStory, (story) => {
      const found = [...breaches(play(story), story)];
      if (found.length) expect.fail(found.slice(0, 5).join('\n'));
    }),
    runs(300),
  );

/** The events of each session, as its lane carries them. */
const eventsOf = ({ lanes }: Machine): MediaEvent[][] => lanes.map((lane) => lane.map(({ event }) => event));

/** Asks each session of random stories. */
const neverIn = (
  breaches: (events: readonly MediaEvent[], story: RandomStory, lane: readonly Sent[]) => Iterable<string>,
): void =>
  never(function* (machine, story) {
    for (const lane of machine.lanes)
      yield* breaches(
        lane.map(({ event }) => event),
        story,
        lane,
      );
  });

const shown = ({ eventType, playerTime }: MediaEvent): string => `${playerTime.ts} ${eventType}`;
const nameOf = ({ params }: MediaEvent): string | undefined =>
  (params as Record<string, string> | undefined)?.['media.state.name'];

const opens: Record<string, string> = { adBreakStart: 'break', adStart: 'ad', chapterStart: 'chapter' };
const closes: Record<string, string> = {
  adBreakComplete: 'break',
  adComplete: 'ad',
  adSkip: 'ad',
  chapterComplete: 'chapter',
  chapterSkip: 'chapter',
};

describe('whatever happens', () => {
  test('every event is one that the service takes', () => {
    neverIn(function* (events) {
      for (const event of events)
        for (const { path, expected, got } of validate(event))
          yield `${path}: expected ${expected}, got ${got}: ${JSON.stringify(event)}`;
    });
  });

  test('a session begins with sessionStart, and has only one', () => {
    neverIn(function* (events) {
      if (events.findLastIndex(({ eventType }) => eventType === 'sessionStart') !== 0) yield events.map(shown).join(', ');
    });
  });

  test('time strictly rises within a session', () => {
    neverIn(function* (events) {
      for (const [index, event] of events.entries())
        if (index && event.playerTime.ts <= events[index - 1]!.playerTime.ts)
          yield `${shown(events[index - 1]!)}, ${shown(event)}`;
    });
  });

  test('nothing follows sessionEnd and sessionComplete', () => {
    neverIn(function* (events) {
      for (const event of events.slice(0, -1)) if (/^session(End|Complete)$/.test(event.eventType)) yield shown(event);
    });
  });

  test('spans nest: an ad is in a break, nothing opens twice, nothing closes that is not open', () => {
    neverIn(function* (events) {
      const open = new Set<string>();
      for (const event of events) {
        const opened = opens[event.eventType];
        const closed = closes[event.eventType];
        if (opened && (open.has(opened) || (opened === 'ad' && !open.has('break'))))
          yield `${shown(event)} while open: ${[...open]}`;
        if (closed && (!open.has(closed) || (closed === 'break' && open.has('ad'))))
          yield `${shown(event)} while open: ${[...open]}`;
        if (opened) open.add(opened);
        if (closed) open.delete(closed);
      }
    });
  });

  test('states begin and end in turn, and have ten names at most', () => {
    neverIn(function* (events) {
      const on = new Map<string | undefined, boolean>();
      for (const event of events.filter(({ eventType }) => eventType.startsWith('state'))) {
        const begins = event.eventType === 'stateStart';
        if (!!on.get(nameOf(event)) === begins) yield `${shown(event)} ${nameOf(event)}`;
        on.set(nameOf(event), begins);
      }
      if (on.size > 10) yield `${[...on.keys()]}`;
    });
  });

  test('pings are an interval apart, but for the one that repeats a state', () => {
    neverIn(function* (events, { adPingInterval }, lane) {
      let last = -Infinity;
      let inAd = false;
      for (const [index, event] of events.entries()) {
        const { eventType, playerTime } = event;
        if (eventType === 'adStart') inAd = true;
        if (/^ad(Complete|Skip)$/.test(eventType)) inAd = false;
        if (eventType !== 'ping' || lane[index]!.replayed) continue;
        const reported = events.slice(0, index).filter((one) => /^(play|pauseStart|bufferStart)$/.test(one.eventType));
        // A frozen playhead is reported a second late, and the ping counts from when it last moved (P-4).
        const late = reported.at(-1)?.eventType === 'bufferStart' ? 1_000 : 0;
        // A bump of 1 ms moves no ping (R-25a), and many bumps may stand together.
        const interval = (inAd ? adPingInterval : 10_000) - late - 100;
        // Where nothing played yet there is no other word for it.
        const isFlush = !reported.length && events[index - 1]!.eventType === 'adBreakComplete';
        if (!isFlush && playerTime.ts - last < interval) yield `${shown(event)} after ${last}`;
        last = playerTime.ts;
      }
    });
  });

  test('timers are asked for at a moment that comes', () => {
    never(function* ({ effects }) {
      for (const effect of effects) if (effect.do === 'setTimer' && !Number.isFinite(effect.after)) yield `${effect.after}`;
    });
  });

  test('the log of inputs gives the same effects again', () => {
    never(function* ({ inputs, effects, warnings }, { prerollWait, adPingInterval }) {
      let session = createSession({ prerollWait, adPingInterval });
      const again: unknown[] = [];
      for (const input of structuredClone(inputs)) {
        const [next, made] = reduce(session, input);
        session = next;
        again.push(...made);
      }
      const words = again.filter((effect) => typeof effect === 'string');
      if (JSON.stringify(words) !== JSON.stringify(warnings)) yield `warnings ${JSON.stringify(words)}`;
      const done = again.filter((effect) => typeof effect !== 'string');
      if (JSON.stringify(done) !== JSON.stringify(effects)) yield `effects ${JSON.stringify(done)}`;
    });
  });

  test('the session is plain JSON', () => {
    never(function* (machine, story) {
      const again = play(story, (session) => JSON.parse(JSON.stringify(session)) as typeof session);
      if (JSON.stringify(eventsOf(again)) !== JSON.stringify(eventsOf(machine)))
        yield eventsOf(again).flat().map(shown).join(', ');
    });
  });

  test('stories are rich enough to prove something', () => {
    const seen = new Set<string>();
    let adoptions = 0;
    never((machine) => {
      for (const { eventType } of eventsOf(machine).flat()) seen.add(eventType);
      adoptions += machine.effects.filter((effect) => effect.do === 'adoptQueue').length;
      return [];
    });
    expect([...seen].sort()).toEqual(Object.keys(schemas).sort());
    expect(adoptions).toBeGreaterThan(5);
  });
});
