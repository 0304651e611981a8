import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTracker, type TrackerOptions } from '../src/index';
import { createManualClock } from '../src/testing';
import { content, createFakeAdapter, params, track } from './tracking';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

let document: EventTarget & { hidden: boolean };
beforeEach(() => {
  document = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', document);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const shows = (hidden: boolean): void => {
  document.hidden = hidden;
  document.dispatchEvent(new Event('visibilitychange'));
};

/** A player on a television: its place moves while it plays, and it says so each second. */
function createViewing(options: Partial<TrackerOptions> = {}) {
  const all = track({ prerollWait: 0, ...options });
  const { clock, tracker } = all;
  let playhead = 0;
  const fake = createFakeAdapter(undefined, () => playhead);
  tracker.attach(fake);
  const beginning = clock.now();
  return {
    ...all,
    fake,
    seek: (second: number): void => {
      playhead = second;
    },
    /** Plays, or with `still` stands, for so long. */
    pass: (ms: number, still = false): void => {
      for (let left = ms; left > 0; left -= SECOND) {
        if (!still) playhead += SECOND / 1_000;
        clock.advance(SECOND);
        if (!still) fake.emit({ type: 'progress' });
      }
    },
    start: (): void => {
      fake.emit({ type: 'playRequested' });
      fake.emit({ type: 'playing' });
    },
    lines: (from = 0): string[] =>
      all.made
        .slice(from)
        .filter(({ eventType }) => eventType !== 'ping')
        .map(({ eventType, playerTime }) => `${playerTime.ts - beginning} ${eventType} ${playerTime.playhead}`),
  };
}

describe('an app that is suspended, which its visibility alone shows', () => {
  test('for a minute has paused meanwhile, also where its player says nothing', () => {
    const { clock, lines, pass, start } = createViewing();
    start();
    pass(5 * SECOND);
    shows(true);
    clock.set(clock.now() + MINUTE);
    shows(false);
    pass(3 * SECOND);
    expect(lines(3)).toEqual(['5000 pauseStart 5', '65000 play 5']);
  });

  test('for a night has one session before it, and another one after it, which resumes', () => {
    const { clock, lines, made, pass, start } = createViewing();
    start();
    pass(5 * SECOND);
    shows(true);
    clock.set(clock.now() + 8 * HOUR);
    shows(false);
    pass(3 * SECOND);
    const woke = 8 * HOUR + 6 * SECOND;
    expect(lines(3)).toEqual([`${woke} sessionStart 6`, `${woke + 1} play 6`, `${woke + 1_000} play 7`]);
    expect(made.filter(({ eventType }) => eventType === 'sessionStart').at(-1)!.params).toMatchObject({ 'media.resume': true });
  });

  test('and whose player was paused by the system before it opens nothing until it plays again', () => {
    const { clock, lines, pass, fake, start } = createViewing();
    start();
    pass(5 * SECOND);
    fake.emit({ type: 'paused' });
    shows(true);
    clock.set(clock.now() + 8 * HOUR);
    shows(false);
    pass(20 * MINUTE, true);
    // The service gave the session up meanwhile; its end opens nothing.
    expect(lines(3)).toEqual(['5000 pauseStart 5', `${8 * HOUR + 6 * SECOND} sessionEnd 5`]);
    start();
    expect(lines(5).map((line) => line.split(' ')[1])).toEqual(['sessionStart', 'play']);
  });
});

test('the back key ends a player, and the app goes on: its session ends there, and the next one is of its own', () => {
  const { clock, lines, pass, fake, start, tracker } = createViewing();
  start();
  pass(5 * SECOND);
  fake.emit({ type: 'unloaded' });
  clock.advance(HOUR);
  start();
  tracker.destroy();
  expect(lines(3).map((line) => line.replace(/ [\d.]+$/, ''))).toEqual([
    '5000 sessionEnd',
    `${HOUR + 5_000} sessionStart`,
    `${HOUR + 5_000 + 1} play`,
    `${HOUR + 5_000 + 2} sessionEnd`,
  ]);
});

test('a remote control that pauses, jumps key by key with rests, and plays on is one pause', () => {
  const { clock, lines, pass, fake, seek, start } = createViewing();
  start();
  pass(5 * SECOND);
  fake.emit({ type: 'paused' });
  for (let key = 1; key <= 8; key++) {
    fake.emit({ type: 'seeking' });
    seek(5 + 10 * key);
    clock.advance(120);
    fake.emit({ type: 'seeked' });
    // Each third key comes after the viewer has looked.
    clock.advance(key % 3 ? 250 : 2_500);
  }
  const resumed = clock.now();
  fake.emit({ type: 'playRequested' });
  clock.advance(300);
  fake.emit({ type: 'playing' });
  pass(3 * SECOND);
  expect(lines(3)).toEqual(['5000 pauseStart 5', `${resumed + 300 - 1_760_000_000_000} play 85`]);
});

describe('a clock that is set while content plays', () => {
  test('forward by 56 years ends what it was, and begins a session with the right date, without an event for each ping between', () => {
    const { clock, made, pass, start } = createViewing();
    clock.set(5 * MINUTE);
    start();
    pass(30 * SECOND);
    const before = made.length;
    clock.set(56 * YEAR);
    pass(30 * SECOND);
    const after = made.slice(before);
    expect(after.slice(0, 3).map(({ eventType }) => eventType)).toEqual(['sessionStart', 'play', 'play']);
    expect(after.length).toBeLessThan(8);
    expect(Math.abs(after[0]!.playerTime.ts - 56 * YEAR)).toBeLessThan(2 * SECOND);
  });

  test('back by years goes on in its session, and the next one has the right date', () => {
    const { clock, made, pass, fake, start } = createViewing();
    const beginning = clock.now();
    start();
    pass(30 * SECOND);
    clock.set(beginning - 20 * YEAR);
    pass(30 * SECOND);
    fake.emit({ type: 'unloaded' });
    const times = made.map(({ playerTime }) => playerTime.ts);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(times.at(-1)! - beginning).toBeLessThan(62 * SECOND);
    expect(made.filter(({ eventType }) => eventType === 'sessionStart')).toHaveLength(1);
    start();
    expect(Math.abs(made.findLast(({ eventType }) => eventType === 'sessionStart')!.playerTime.ts - clock.now())).toBeLessThan(
      SECOND,
    );
  });
});

describe('a clock that is set back', () => {
  test.each([
    ['while content plays', 'playing', 'paused', 'pauseStart'],
    ['in a pause', 'paused', 'playing', 'play'],
    ['in a stall', 'waiting', 'playing', 'play'],
  ] as const)('%s loses nothing of the time since the last input', (_, before, after, sent) => {
    const { clock, made, pass, fake, start } = createViewing();
    start();
    pass(20 * SECOND);
    fake.emit({ type: before });
    clock.advance(4 * SECOND);
    clock.set(clock.now() - MINUTE);
    clock.advance(3 * SECOND);
    fake.emit({ type: after });
    const last = made.filter(({ eventType }) => eventType !== 'ping').slice(-2);
    const [from, to] = last.map(({ playerTime }) => playerTime.ts);
    expect([last[1]!.eventType, to! - from!]).toEqual([sent, 7 * SECOND]);
  });
});

describe('memory', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = async (): Promise<number> => {
    // What promises hold is let go of in turns.
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    collect();
    return process.memoryUsage().heapUsed;
  };
  /** A service that keeps nothing. */
  let sessions = 0;
  const fetch: NonNullable<TrackerOptions['fetch']> = (_, { body }) =>
    Promise.resolve(
      body.includes('sessionStart')
        ? new Response(null, { status: 201, headers: { Location: `/api/v1/sessions/s${sessions++}` } })
        : new Response(null, { status: 204 }),
    );
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  const clock = createManualClock(1_760_000_000_000);
  /** A tracker whose player plays for a time; then it may go on with other content. */
  function createPlayer() {
    let playhead = 0;
    let number = 0;
    const fake = createFakeAdapter(undefined, () => playhead);
    fake.media = () => ({ params: { ...content, 'media.id': `ep-${number}`, 'media.length': 7_200 } });
    const tracker = createTracker({ endpoint: 'https://c.example', params, clock, fetch, prerollWait: 0, onWarning: () => {} });
    tracker.attach(fake);
    return {
      destroy: () => tracker.destroy(),
      play: async (ms: number): Promise<void> => {
        number++;
        playhead = 0;
        fake.emit({ type: 'playRequested' });
        fake.emit({ type: 'playing' });
        for (let left = ms; left > 0; left -= 5 * SECOND) {
          playhead += 5;
          clock.advance(5 * SECOND);
          fake.emit({ type: 'progress' });
          await settle();
        }
        fake.emit({ type: 'unloaded' });
        await settle();
      },
    };
  }

  test('does not grow while one page plays hundreds of contents for hours', async () => {
    const player = createPlayer();
    for (let count = 0; count < 100; count++) await player.play(2 * MINUTE);
    const from = await used();
    for (let count = 0; count < 400; count++) await player.play(2 * MINUTE);
    const grown = (await used()) - from;
    console.log(`400 further contents: ${Math.round(grown / 1_024)} KiB`);
    player.destroy();
    expect(grown).toBeLessThan(400 * 1_024);
  }, 60_000);

  test('does not grow in a week in which an app makes five trackers a day and is suspended each night', async () => {
    const day = async (): Promise<void> => {
      for (let count = 0; count < 5; count++) {
        const player = createPlayer();
        await player.play(HOUR);
        player.destroy();
      }
      shows(true);
      clock.set(clock.now() + 19 * HOUR);
      shows(false);
      await settle();
    };
    await day();
    const from = await used();
    for (let count = 1; count < 7; count++) await day();
    const grown = (await used()) - from;
    console.log(`six further days: ${Math.round(grown / 1_024)} KiB`);
    expect(grown).toBeLessThan(100 * 1_024);
  }, 60_000);
});
