import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { edge } from '../src/edge';
import type { TrackerOptions } from '../src/index';
import type { MakeWire } from '../src/make-wire';
import { mediaCollection } from '../src/wire/media-collection';
import { createFakeAdapter, track } from './tracking';

const START = 1_760_000_000_000;
const film = { 'media.id': 'ep-1', 'media.length': 60, 'media.contentType': 'vod' } as const;

type Listener = (event: object) => void;
/** A page whose listeners stand alone, as in a browser: one that throws does not stop the next. */
class Target {
  readonly listeners: [string, Listener][] = [];
  hidden = false;
  addEventListener(type: string, listener: Listener): void {
    this.listeners.push([type, listener]);
  }
  fire(type: string, event: object = {}): void {
    for (const [of, listener] of [...this.listeners]) if (of === type) listener(event);
  }
}

let window: Target;
let document: Target;
beforeEach(() => {
  window = new Target();
  document = new Target();
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const shows = (hidden: boolean): void => {
  document.hidden = hidden;
  document.fire('visibilitychange');
};
const leave = (persisted = false): void => window.fire('pagehide', { persisted });

const killed = (): never => {
  throw new Error('killed');
};
/** Leaves the page as a Firefox that closes it: each listener ends at its first loop, and at JSON. */
const kill = (): void => {
  const listeners = [...window.listeners];
  const spies = [vi.spyOn(JSON, 'stringify').mockImplementation(killed)];
  const { prototype } = Array;
  const all = Object.getOwnPropertyNames(prototype).filter(
    (name) => name !== 'constructor' && typeof prototype[name as never] === 'function',
  );
  const kept = [...all, Symbol.iterator].map((name) => [name, Object.getOwnPropertyDescriptor(prototype, name)!] as const);
  const { length } = listeners;
  for (const [name, descriptor] of kept) Object.defineProperty(prototype, name, { ...descriptor, value: killed });
  for (let index = 0; index < length; index++) {
    if (listeners[index]![0] !== 'pagehide') continue;
    try {
      listeners[index]![1]({ persisted: false });
    } catch {
      // So much for this one.
    }
  }
  for (let index = 0; index < kept.length; index++) Object.defineProperty(prototype, kept[index]![0], kept[index]![1]);
  for (const spy of spies) spy.mockRestore();
};

/**
 * Leaves the page as a Firefox that ends the first listener at its nth step, and lets the next one run. Its script cannot catch that, so
 * each further step of that listener throws, too. False where it took fewer steps. Those of lanes are not among them: they are taken in
 * promises, which would be rejected.
 */
const killAt = (nth: number): boolean => {
  let steps = 0;
  const put: (() => void)[] = [];
  const endsAt = (holder: object, names: readonly string[]): void => {
    for (const name of names) {
      const { value: original } = Object.getOwnPropertyDescriptor(holder, name) as { value: (...all: unknown[]) => unknown };
      const replace = (value: unknown): void => void Object.assign(holder, { [name]: value });
      put[put.length] = () => replace(original);
      replace(function (this: unknown, ...all: unknown[]) {
        if (steps++ >= nth) killed();
        return Reflect.apply(original, this, all);
      });
    }
  };
  const [first, ...rest] = window.listeners.filter(([type]) => type === 'pagehide');
  endsAt(Date, ['now']);
  endsAt(WeakMap.prototype, ['has']);
  endsAt(WeakSet.prototype, ['has']);
  endsAt(Array.prototype, ['shift']);
  try {
    first![1]({ persisted: false });
  } catch {
    // So much for this one.
  }
  for (let index = 0; index < put.length; index++) put[index]!();
  for (const [, listener] of rest) listener({ persisted: false });
  return steps > nth;
};

interface SentEvent {
  readonly type: string;
  readonly playhead: number;
  readonly ts: number;
}

const edgeWire = edge({ datastreamId: 'd' });
/** The same wire, for which no closing can be prepared. */
const unprepared =
  (make: MakeWire): MakeWire =>
  (...given) => ({ ...make(...given), stamp: undefined as never });

/** How each wire is set up, and how its bodies are read. */
const wires = [
  {
    name: 'Media Collection',
    options: {},
    unprepared: { endpoint: undefined, wire: unprepared(() => mediaCollection('https://c.example')) },
    read: (body: string): SentEvent => {
      const { eventType, playerTime } = JSON.parse(body) as { eventType: string; playerTime: { playhead: number; ts: number } };
      return { type: eventType, ...playerTime };
    },
    answer: (opens: boolean) =>
      opens
        ? new Response(null, { status: 201, headers: { Location: '/api/v1/sessions/s1' } })
        : new Response(null, { status: 204 }),
    whole: (seconds: number) => seconds,
  },
  {
    name: 'Media Edge',
    options: { endpoint: undefined, wire: edgeWire },
    unprepared: { endpoint: undefined, wire: unprepared(edgeWire) },
    read: (body: string): SentEvent => {
      const [{ xdm }] = (
        JSON.parse(body) as { events: [{ xdm: { eventType: string; timestamp: string; mediaCollection: { playhead: number } } }] }
      ).events;
      return { type: xdm.eventType.slice(6), playhead: xdm.mediaCollection.playhead, ts: Date.parse(xdm.timestamp) };
    },
    answer: (opens: boolean) =>
      opens
        ? new Response(
            JSON.stringify({ handle: [{ type: 'media-analytics:new-session', payload: [{ sessionId: 'a'.repeat(64) }] }] }),
          )
        : new Response(null, { status: 204 }),
    whole: Math.floor,
  },
];

describe.each(wires)('over $name', ({ options: own, unprepared: plain, read, answer, whole }) => {
  /** A tracker over this wire; `holds`: its service answers openings only. */
  function open({ holds = false, ...options }: { holds?: boolean } & Partial<TrackerOptions> = {}) {
    const bodies: string[] = [];
    const inits: RequestInit[] = [];
    let count = 0;
    const all = track({
      prerollWait: 0,
      fetch: (_, init) => {
        // Not by push: it is called while that is forbidden.
        inits[count] = init;
        bodies[count++] = init.body;
        const opens = /sessionStart/.test(init.body);
        return holds && !opens ? new Promise(() => {}) : Promise.resolve(answer(opens));
      },
      ...(own as object),
      ...options,
    });
    const settle = async (): Promise<void> => {
      for (let turn = 0; turn < 60; turn++) await Promise.resolve();
    };
    const sent = (): SentEvent[] => bodies.map(read);
    const types = (): string =>
      sent()
        .map(({ type }) => type)
        .join(' ');
    return { ...all, bodies, inits, settle, sent, types };
  }

  /** Plays by hand from 0 on. */
  async function play(options: Parameters<typeof open>[0] = {}, params: object = film) {
    const all = open({ playhead: () => (all.clock.now() - START) / 1_000, ...options });
    all.tracker.track('sessionStart', params as never);
    await all.settle();
    all.tracker.track('play');
    await all.settle();
    const pass = async (ms: number): Promise<void> => {
      all.clock.advance(ms);
      await all.settle();
    };
    return { ...all, pass };
  }

  test('a page whose script is ended by its closing has sent the end of its session, with time and playhead', async () => {
    const { pass, sent, inits, types } = await play();
    await pass(5_300);
    kill();
    expect(types()).toBe('sessionStart play play sessionEnd');
    expect(sent().at(-1)).toEqual({ type: 'sessionEnd', playhead: whole(5.3), ts: START + 5_300 });
    expect(inits.at(-1)).toMatchObject({ method: 'POST', keepalive: true, referrerPolicy: 'strict-origin' });
  });

  test('what is sent is what a page sends in its turn', async () => {
    const one = await play();
    await one.pass(5_300);
    kill();
    window.listeners.splice(0);
    const other = await play(plain as object);
    await other.pass(5_300);
    leave();
    await other.settle();
    expect(one.bodies).toEqual(other.bodies);
    expect(one.inits.map(({ body: _, signal: __, ...rest }) => rest)).toEqual(
      other.inits.map(({ body: _, signal: __, ...rest }) => rest),
    );
  });

  test('a player that calls the tracker as it is asked for its place, while the page is left, breaks nothing', async () => {
    let call = (): void => {};
    const { clock, pass, settle, tracker, types } = await play({
      playhead: () => {
        call();
        return (clock.now() - START) / 1_000;
      },
    });
    await pass(3_000);
    call = () => {
      call = () => {};
      tracker.track('sessionComplete');
    };
    leave();
    await settle();
    expect(types()).toBe('sessionStart play play sessionComplete');
  });

  test('a page that is left sends nothing twice, and takes the answer for that of its event', async () => {
    const { lost, made, pass, settle, tracker, types } = await play();
    await pass(3_000);
    leave(true);
    await settle();
    leave(true);
    window.fire('pageshow', { persisted: true });
    await pass(60_000);
    expect(types()).toBe('sessionStart play play sessionEnd');
    expect(made.map(({ eventType }) => eventType).join(' ')).toBe(types());
    expect([lost, tracker.sessionId]).toEqual([[], undefined]);
  });

  test('a closing that is refused is lost with its reason', async () => {
    let isRefused = false;
    const { lost, pass, settle } = await play({
      fetch: (_, { body }) =>
        Promise.resolve(isRefused ? new Response('no', { status: 400 }) : answer(/sessionStart/.test(body))),
    });
    await pass(3_000);
    isRefused = true;
    leave();
    await settle();
    expect(lost).toEqual([expect.stringMatching(/^sessionEnd refused/)]);
  });

  test('the ad, its break and the chapter are closed before the session, each a millisecond later', async () => {
    const { pass, sent, tracker } = await play();
    tracker.track('chapterStart', { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 30 });
    tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 });
    tracker.track('adStart', { 'media.ad.id': 'a', 'media.ad.length': 15, 'media.ad.podPosition': 1 });
    await pass(4_200);
    kill();
    expect(sent().slice(-4)).toEqual(
      ['adSkip', 'adBreakComplete', 'chapterSkip', 'sessionEnd'].map((type, later) => ({
        type,
        playhead: whole(4.2),
        ts: START + 4_200 + later,
      })),
    );
  });

  test('a page whose first listener is ended at any step has sent each event once', async () => {
    const counts = new Map<string, number>();
    let isEnded = true;
    for (let step = 0; isEnded; step++) {
      window.listeners.length = 0;
      const { pass, settle, tracker, types } = await play();
      tracker.track('chapterStart', { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 30 });
      await pass(4_200);
      isEnded = killAt(step);
      await settle();
      counts.set(types(), (counts.get(types()) ?? 0) + 1);
    }
    expect([...counts.keys()]).toEqual(['sessionStart play chapterStart play chapterSkip sessionEnd']);
    expect([...counts.values()][0]).toBeGreaterThan(4);
  });

  test('a listener that is ended as it reports the end to the page leaves the rest to the next one', async () => {
    const made: string[] = [];
    let second = (): void => {};
    let seen: string[] = [];
    const { pass, settle, tracker, types } = await play({
      onEvent: ({ eventType }) => {
        made.push(eventType);
        if (eventType !== 'chapterSkip') return;
        // The first one never comes back from here.
        second();
        seen = [...made];
      },
    });
    tracker.track('chapterStart', { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 30 });
    await pass(4_200);
    second = () => window.listeners.filter(([type]) => type === 'pagehide')[1]![1]({ persisted: false });
    leave();
    await settle();
    expect(seen.slice(-2)).toEqual(['chapterSkip', 'sessionEnd']);
    expect(made).toEqual(seen);
    expect(types()).toBe(made.join(' '));
  });

  test('a page that removes its own frame in the middle of a step sends the rest of it before the end', async () => {
    const made: string[] = [];
    const { pass, settle, tracker, types } = await play({
      onEvent: ({ eventType }) => {
        made.push(eventType);
        if (eventType === 'chapterSkip') leave();
      },
    });
    tracker.track('chapterStart', { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 30 });
    await pass(4_200);
    tracker.track('sessionComplete');
    await settle();
    expect(types()).toBe('sessionStart play chapterStart play chapterSkip sessionComplete');
    expect(made.join(' ')).toBe(types());
    await pass(60_000);
    expect(made.join(' ')).toBe(types());
  });

  test('a page that removes its own frame as something starts ends what started', async () => {
    const made: string[] = [];
    const { pass, settle, tracker, types } = await play({
      onEvent: ({ eventType }) => {
        made.push(eventType);
        if (eventType === 'chapterStart') leave();
      },
    });
    await pass(4_200);
    tracker.track('chapterStart', { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 30 });
    await settle();
    expect(types()).toBe('sessionStart play play chapterStart chapterSkip sessionEnd');
    expect(made.join(' ')).toBe(types());
  });

  test('what waits behind a request in flight goes first', async () => {
    const { pass, tracker, types } = await play({ holds: true });
    await pass(9_000);
    tracker.track('pauseStart');
    kill();
    expect(types()).toBe('sessionStart play play pauseStart sessionEnd');
  });

  test('pings go last', async () => {
    const { pass, types } = await play({ holds: true });
    await pass(9_000);
    // The time-out of the request in flight is the second one's.
    await pass(2_500);
    kill();
    expect(types()).toMatch(/^sessionStart play play (play )?sessionEnd ping$/);
  });

  test('what was answered meanwhile is not sent again', async () => {
    const sent: string[] = [];
    let arrive = (): void => {};
    const { settle, tracker } = await play({
      fetch: (_, { body }) => {
        sent[sent.length] = body;
        if (/sessionStart/.test(body)) return Promise.resolve(answer(true));
        return new Promise((resolve) => (arrive = () => resolve(answer(false))));
      },
    });
    tracker.track('pauseStart');
    tracker.track('play');
    arrive();
    await settle();
    kill();
    expect(sent.map((body) => read(body).type).join(' ')).toBe('sessionStart play pauseStart play sessionEnd');
  });

  test('each tracker of a page ends its own session, though each listener is ended', async () => {
    const one = await play();
    const other = await play();
    await one.pass(3_000);
    await other.pass(3_000);
    kill();
    for (const { types } of [one, other]) expect(types()).toBe('sessionStart play play sessionEnd');
  });

  test('the playhead of a page that is hidden is the last one that was read, which is at most a second old', async () => {
    let isKilled = false;
    const { clock, pass, sent } = await play({
      playhead: () => (isKilled ? killed() : (clock.now() - START) / 1_000),
    });
    await pass(2_000);
    shows(true);
    await pass(4_900);
    isKilled = true;
    kill();
    const { type, playhead, ts } = sent().at(-1)!;
    expect([type, ts]).toEqual(['sessionEnd', START + 6_900]);
    expect(playhead).toBeGreaterThanOrEqual(whole(5.9));
    expect(playhead).toBeLessThanOrEqual(6.9);
  });

  test('the playhead of live content is a second of the day', async () => {
    const { pass, sent } = await play({}, { ...film, 'media.contentType': 'live', 'media.length': 86_400 });
    await pass(3_200);
    kill();
    expect(sent().at(-1)).toMatchObject({ type: 'sessionEnd', playhead: whole(3.2) });
  });

  test('of a session that has no id yet nothing is sent', async () => {
    const { clock, settle, tracker, types } = open({ fetch: () => new Promise(() => {}) });
    tracker.track('sessionStart', film);
    tracker.track('play');
    clock.advance(2_000);
    await settle();
    kill();
    expect(types()).toBe('');
  });

  test.each(['pending', 'out'] as const)('with consent that is %s meanwhile nothing is sent', async (decision) => {
    const { pass, settle, tracker, types } = await play();
    await pass(3_000);
    tracker.consent(decision);
    leave();
    await settle();
    expect(types()).toBe('sessionStart play play');
  });

  test('content that the viewer left paused is closed where it stood', async () => {
    let place = 7;
    const { pass, sent, tracker } = await play({ playhead: () => place });
    place = 7.5;
    tracker.track('pauseStart');
    await pass(8_000);
    kill();
    expect(sent().at(-1)).toEqual({ type: 'sessionEnd', playhead: whole(7.5), ts: START + 8_000 });
  });

  test('a machine that slept closes nothing that was prepared before', async () => {
    const all: string[][] = [];
    for (const options of [{}, plain as object]) {
      let place = 0;
      const { bodies, clock, pass, settle } = await play({ playhead: () => place, ...options });
      for (; place < 4; place++) await pass(1_000);
      clock.set(clock.now() + 5 * 60_000);
      leave();
      await settle();
      all[all.length] = bodies;
      window.listeners.splice(0);
    }
    expect(all[0]).toEqual(all[1]);
    expect(all[0]!.map((body) => read(body).type)).toContain('pauseStart');
  });

  test('a fetch that throws at once is called again in its turn', async () => {
    let throws = false;
    const { lost, pass, settle } = await play({
      fetch: (_, { body }) => {
        if (throws) throw new TypeError('blocked');
        return Promise.resolve(answer(/sessionStart/.test(body)));
      },
    });
    await pass(3_000);
    throws = true;
    leave();
    await settle();
    expect(lost).toEqual([expect.stringMatching(/^sessionEnd unanswered/)]);
  });

  test('a tracker that was destroyed has nothing to close', async () => {
    const { pass, tracker, types } = await play();
    await pass(3_000);
    tracker.destroy({ keepSession: true });
    kill();
    expect(types()).toBe('sessionStart play play');
  });
});

test('an adapter is asked for its playhead in a page that is seen', async () => {
  let last = '';
  const { clock, recorder, tracker } = track({
    prerollWait: 0,
    fetch: (url, init) => {
      last = init.body;
      return /sessionEnd/.test(last) ? Promise.resolve(new Response()) : recorder.fetch(url, init);
    },
  });
  const fake = createFakeAdapter(undefined, () => (clock.now() - START) / 1_000);
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  fake.emit({ type: 'playing' });
  await recorder.settled();
  clock.advance(1_700);
  await recorder.settled();
  kill();
  expect(JSON.parse(last)).toMatchObject({ eventType: 'sessionEnd', playerTime: { playhead: 1.7, ts: START + 1_700 } });
});
