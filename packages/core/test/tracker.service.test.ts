import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Fetch, TrackerOptions } from '../src/index';
import { createBench } from './bench';
import { content, createFakeAdapter } from './tracking';

const EPOCH = 1_760_000_000_000;
let document: EventTarget & { hidden: boolean };
let window: EventTarget;
beforeEach(() => {
  window = new EventTarget();
  document = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const shows = (hidden: boolean): void => {
  document.hidden = hidden;
  document.dispatchEvent(new Event('visibilitychange'));
};

/** A service that answers as it is set to, by the path of the request. */
const createService = (answer: (isOpening: boolean, count: number) => Response) => {
  const requests: { readonly type: string; readonly isOpening: boolean }[] = [];
  const fetch: Fetch = async (url, { body }) => {
    const isOpening = url.endsWith('/sessions');
    requests.push({ type: (JSON.parse(body) as { eventType: string }).eventType, isOpening });
    return answer(isOpening, requests.filter((one) => one.isOpening).length);
  };
  return { fetch, requests, openings: () => requests.filter(({ isOpening }) => isOpening).length };
};
const opened = (count: number): Response =>
  new Response(null, { status: 201, headers: { Location: `/api/v1/sessions/s${count}` } });
const taken = (): Response => new Response(null, { status: 204 });
const webPages: readonly (readonly [string, () => Response])[] = [
  ['a web page', () => new Response('<!doctype html><title>Welcome', { headers: { 'Content-Type': 'text/html' } })],
  ['a web page without a type', () => new Response('\n <html>')],
  ['a text that calls itself HTML', () => new Response('Log in first', { headers: { 'Content-Type': 'text/html' } })],
];

/** Plays for so long by hand, the playhead going on. */
const play = async (options: Partial<TrackerOptions>, ms: number) => {
  const bench = createBench({ prerollWait: 0, playhead: () => (bench.clock.now() - EPOCH) / 1_000, ...options });
  bench.tracker.track('sessionStart', content);
  bench.tracker.track('play');
  await bench.pass(ms);
  return bench;
};

describe('an opening whose session id cannot be read', () => {
  const unreadable = () => createService((isOpening) => (isOpening ? new Response(null, { status: 201 }) : taken()));

  test('is given up after three, with all of its session, and with a warning that says why', async () => {
    const { fetch, requests } = unreadable();
    const { lost, made, warnings } = await play({ fetch }, 3_600_000);
    expect(requests.length).toBe(3);
    expect(warnings.filter((one) => /Access-Control-Expose-Headers/.test(one))).toEqual([
      expect.stringContaining('https://c.example/api/v1/sessions opens no session: '),
    ]);
    expect(lost.length).toBe(made.length);
    expect(lost[0]).toMatch(/^sessionStart refused .*Access-Control-Expose-Headers/);
  });

  test('is warned of once, however many sessions there are', async () => {
    const { fetch, openings } = unreadable();
    const { pass, tracker, warnings } = await play({ fetch }, 60_000);
    for (let session = 0; session < 5; session++) {
      tracker.track('sessionEnd');
      tracker.track('sessionStart', content);
      await pass(60_000);
    }
    expect([openings(), warnings.length]).toEqual([18, 1]);
  });
});

describe('a service that opens sessions and knows none of them', () => {
  test.each([404, 410])('answering %i is given twelve sessions in an hour at most, with one warning', async (status) => {
    const { fetch, openings } = createService((isOpening, count) => (isOpening ? opened(count) : new Response('', { status })));
    const { lost, warnings } = await play({ fetch }, 3_600_000);
    expect(openings()).toBeGreaterThan(4);
    expect(openings()).toBeLessThanOrEqual(12);
    expect(warnings).toEqual([
      expect.stringMatching(
        new RegExp(`^sessions are lost at once: https://c.example/api/v1/sessions/s\\d/events responded ${status}. `),
      ),
    ]);
    expect(lost.every((one) => one.includes('expired'))).toBe(true);
  });

  test('but for the first of its events is given the next one as soon as ever', async () => {
    let refusals = 0;
    const { fetch, openings } = createService((isOpening, count) =>
      isOpening ? opened(count) : new Response(null, { status: refusals++ % 3 === 2 ? 404 : 204 }),
    );
    const { warnings } = await play({ fetch }, 300_000);
    expect(openings()).toBeGreaterThan(5);
    expect(warnings).toEqual([]);
  });
});

test('a break behind a refused ping is sent in the session that takes over', async () => {
  let answer: (response: Response) => void = () => {};
  const { recorder, clock, pass, tracker, lost } = createBench({
    prerollWait: 0,
    playhead: () => (clock.now() - EPOCH) / 1_000,
    fetch: (url, init) =>
      new Promise((resolve) => {
        if (!url.includes('session-1') || /"play"/.test(init.body)) return resolve(recorder.fetch(url, init));
        if (!/"ping"/.test(init.body)) return resolve(new Response('', { status: 404 }));
        answer = resolve;
      }),
  });
  tracker.track('sessionStart', content);
  tracker.track('play');
  // The ping is on its way, and the service is slow.
  await pass(11_100);
  tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 });
  tracker.track('adStart', { 'media.ad.id': 'a', 'media.ad.length': 15, 'media.ad.podPosition': 1 });
  await pass(500);
  answer(new Response('', { status: 404 }));
  await pass(500);
  tracker.track('adComplete');
  await pass(500);
  expect(
    recorder.sessions
      .get('session-2')!
      .map(({ eventType }) => eventType)
      .join(' '),
  ).toBe('sessionStart play adBreakStart adStart play adComplete');
  expect(lost).toEqual(['ping expired']);
});

describe.each(webPages)('%s in place of an answer', (_, page) => {
  test('delivers no event: it is sent again until the service itself answers', async () => {
    let isBetween = true;
    const { fetch, requests } = createService((isOpening, count) => (isOpening ? opened(count) : isBetween ? page() : taken()));
    const { lost, pass } = await play({ fetch }, 5_000);
    expect(new Set(requests.map(({ type }) => type))).toEqual(new Set(['sessionStart', 'play']));
    isBetween = false;
    await pass(60_000);
    expect(requests.filter(({ type }) => type === 'ping').length).toBeGreaterThan(3);
    expect(lost).toEqual([]);
  });

  test('opens no session, and is no reason to give it up', async () => {
    let isBetween = true;
    const { fetch, openings } = createService((isOpening, count) => (isBetween ? page() : isOpening ? opened(count) : taken()));
    const { lost, pass, tracker } = await play({ fetch }, 300_000);
    expect([openings() > 4, tracker.sessionId]).toEqual([true, undefined]);
    isBetween = false;
    await pass(60_000);
    expect([lost, tracker.sessionId !== undefined]).toEqual([[], true]);
  });
});

test('an answer of the service may have a body that is no web page, or a type and no body', async () => {
  const answers = [new Response('{}'), new Response('', { headers: { 'Content-Type': 'text/html' } }), new Response('ok')];
  const { fetch, requests } = createService((isOpening, count) => (isOpening ? opened(count) : (answers.shift() ?? taken())));
  const { lost } = await play({ fetch }, 12_000);
  expect([requests.map(({ type }) => type).join(' '), lost]).toEqual(['sessionStart play play ping', []]);
});

test('a minute of 503 loses nothing; it takes five of them and 60 s to give an event up', async () => {
  let isDown = true;
  const { fetch } = createService((isOpening, count) =>
    isOpening ? opened(count) : new Response('', { status: isDown ? 503 : 204 }),
  );
  const { lost, pass } = await play({ fetch }, 59_000);
  expect(lost).toEqual([]);
  isDown = false;
  await pass(120_000);
  expect(lost).toEqual([]);
  isDown = true;
  await pass(300_000);
  expect(lost.length).toBeGreaterThan(0);
  expect(lost.every((one) => one.includes('refused'))).toBe(true);
});

describe('a service that asks for 600 s of peace', () => {
  const busy = () => new Response('', { status: 503, headers: { 'Retry-After': '600' } });

  test.each(['opening', 'event'])('after an %s is asked every 10 s at most, however often the tab is switched', async (what) => {
    const { fetch, requests } = createService((isOpening, count) => (isOpening && what === 'event' ? opened(count) : busy()));
    const { clock, pass } = await play({ fetch }, 0);
    const { length } = requests;
    const timers: number[] = [];
    for (let second = 0; second < 120; second++) {
      shows(second % 2 === 0);
      if (second === 60) window.dispatchEvent(new Event('online'));
      await pass(1_000);
      timers.push(clock.timers);
    }
    expect(requests.length - length).toBeGreaterThan(5);
    expect(requests.length - length).toBeLessThanOrEqual(12);
    expect(Math.max(...timers)).toBeLessThanOrEqual(4);
  });

  test('is not asked by a page that is hidden', async () => {
    const { fetch, requests } = createService(busy);
    const { pass } = await play({ fetch }, 20_000);
    shows(true);
    await pass(20_000);
    expect(requests.length).toBe(1);
    shows(false);
    await pass(0);
    expect(requests.length).toBe(2);
  });
});

test('a page that is hidden does not send again what waits, also where the service named no time', async () => {
  const { fetch, requests } = createService(() => new Response('', { status: 503 }));
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  const { pass } = await play({ fetch }, 900);
  shows(true);
  await pass(0);
  expect(requests.length).toBe(1);
  shows(false);
  await pass(0);
  expect(requests.length).toBe(2);
});

describe('consent that is withdrawn from within onEvent', () => {
  test.each(['sessionStart', 'play', 'adBreakStart', 'adStart', 'sessionEnd'])(
    'at %s lets nothing leave after it, and all that was made is reported',
    async (type) => {
      const sent: string[] = [];
      const bench: ReturnType<typeof createBench> = createBench({
        prerollWait: 0,
        fetch: async (url, { body }) => {
          sent.push((JSON.parse(body) as { eventType: string }).eventType);
          return url.endsWith('/events') ? taken() : opened(1);
        },
        onEvent: ({ eventType }) => {
          made.push(eventType);
          if (eventType !== type) return;
          bench.tracker.consent('out');
          atRefusal = sent.length;
        },
      });
      const { lost, pass, tracker } = bench;
      const made: string[] = [];
      let atRefusal = -1;
      tracker.track('sessionStart', content);
      await pass(0);
      tracker.track('play');
      await pass(2_000);
      tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 });
      tracker.track('adStart', { 'media.ad.id': 'a', 'media.ad.length': 15, 'media.ad.podPosition': 1 });
      await pass(2_000);
      tracker.track('sessionEnd');
      await pass(60_000);
      expect(atRefusal).toBeGreaterThanOrEqual(0);
      expect(sent.length).toBe(atRefusal);
      expect(lost).toEqual(made.slice(sent.length).map((one) => `${one} consent`));
    },
  );

  test('and given again there begins a viewing of its own', async () => {
    const bench: ReturnType<typeof createBench> = createBench({
      onEvent: ({ eventType }) => {
        if (eventType !== 'pauseStart') return;
        bench.tracker.consent('out');
        bench.tracker.consent('in');
      },
    });
    const { pass, recorder, tracker } = bench;
    const fake = createFakeAdapter();
    tracker.attach(fake);
    fake.emit({ type: 'playRequested' });
    fake.emit({ type: 'playing' });
    await pass(2_000);
    fake.emit({ type: 'paused' });
    fake.emit({ type: 'playing' });
    await pass(2_000);
    expect([...recorder.sessions.keys()]).toEqual(['session-1', 'session-2']);
    expect(recorder.sessions.get('session-2')![0]!.params).toMatchObject({ 'media.resume': true });
  });
});

describe('the id of the session', () => {
  test('is none after the idle end, and that of the next one when the viewer goes on', async () => {
    const { pass, tracker } = await play({}, 1_000);
    tracker.track('pauseStart');
    await pass(1_800_000);
    expect(tracker.sessionId).toBeUndefined();
    tracker.track('play');
    await pass(0);
    expect(tracker.sessionId).toBe('session-2');
  });

  test('is none once the service lost it', async () => {
    const { pass, recorder, tracker } = await play({}, 5_000);
    tracker.track('pauseStart');
    await pass(0);
    recorder.answer(404);
    tracker.track('bitrateChange');
    await pass(0);
    expect(tracker.sessionId).toBeUndefined();
  });
});

test('a window without events, as React Native has it, is no page', () => {
  vi.stubGlobal('window', {});
  vi.stubGlobal('document', undefined);
  const { recorder, tracker } = createBench();
  tracker.track('sessionStart', content);
  expect([recorder.events.length, tracker.destroy()]).toEqual([1, undefined]);
});
