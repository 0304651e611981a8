import { expect, test, vi } from 'vitest';
import {
  createCollector,
  createForwarder,
  createMemoryStore,
  replay,
  type Fetch,
  type ForwarderOptions,
  type MediaEvent,
} from '../src/index';
import { createBench, event, post, start, type Json } from './calls';

const at = (eventType: string, ts: number, parts: Json = {}) =>
  event(eventType, { playerTime: { playhead: ts / 1_000, ts }, ...parts });

/** A collector that forwards to another one, over a network that the test can break. */
function createPair(options: Partial<ForwarderOptions> = {}, store = createMemoryStore()) {
  let time = 0;
  let ids = 0;
  const there = createMemoryStore();
  const target = createCollector({ store: there, now: () => time, newId: () => `there${++ids}` });
  const asked: string[] = [];
  const network: { answer: Fetch } = { answer: (url, init) => target(new Request(url, init)) };
  const fetch: Fetch = (url, init) => {
    asked.push(`${new URL(url).pathname} ${(JSON.parse(String(init.body)) as Json)['eventType'] as string}`);
    return network.answer(url, init);
  };
  const troubles: string[] = [];
  const forward = createForwarder({
    store,
    url: 'http://there.test/base/',
    fetch,
    backoffMs: [1, 4],
    onTrouble: (message) => troubles.push(message),
    ...options,
  });
  const bench = createBench({ store, forward, now: () => 0 });
  const settled = () => vi.waitFor(() => expect(forward.status().waiting).toBe(0), { interval: 2, timeout: 5_000 });
  const stored = async () => (await there.list()).map(({ id, events }) => [id, events.map(({ eventType }) => eventType)]);
  return {
    bench,
    store,
    there,
    forward,
    network,
    target,
    asked,
    troubles,
    settled,
    stored,
    pass: (ms: number) => void (time += ms),
  };
}

test('a session arrives in its order, under the id that the other service gave it', async () => {
  const { bench, settled, stored, asked, store, there, forward } = createPair();
  await bench.open();
  for (const sent of [at('play', 2_000), at('ping', 12_000), at('sessionEnd', 13_000)]) await bench.send('s1', sent);
  await settled();
  expect(await stored()).toEqual([['there1', ['sessionStart', 'play', 'ping', 'sessionEnd']]]);
  expect(asked[0]).toBe('/base/api/v1/sessions sessionStart');
  expect(asked[1]).toBe('/base/api/v1/sessions/there1/events play');
  expect((await there.list())[0]!.events).toEqual((await store.list())[0]!.events);
  expect((await store.head('s1'))!.marks.forward).toMatchObject({ done: 4, id: 'there1' });
  expect(forward.status()).toMatchObject({ waiting: 0, lagMs: 0, sent: 4, refused: 0, dead: [] });
});

test('sessions do not wait for each other, and each keeps its order', async () => {
  const { bench, settled, there } = createPair({ atOnce: 4 });
  for (let n = 0; n < 20; n++) await bench.open();
  for (let second = 2; second < 12; second++)
    await Promise.all(Array.from({ length: 20 }, (_, n) => bench.send(`s${n + 1}`, at('ping', second * 1_000))));
  await settled();
  const sessions = await there.list();
  expect(sessions).toHaveLength(20);
  for (const { events } of sessions)
    expect(events.map(({ playerTime }) => playerTime.ts)).toEqual(Array.from({ length: 11 }, (_, n) => 1_000 * (n + 1)));
});

test('a session that receives events while it is sent is not sent twice at a time, whoever is done meanwhile', async () => {
  const { bench, network, target, settled, stored, asked, store } = createPair({ atOnce: 4 });
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  network.answer = async (url, init) => {
    // The first opening hangs; all else is answered.
    if (asked.length === 1) await held;
    return target(new Request(url, init));
  };
  await bench.open();
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  await bench.send('s1', at('play', 2_000));
  await bench.open();
  await vi.waitFor(async () => expect((await store.head('s2'))!.marks.forward?.done).toBe(1));
  release();
  await settled();
  expect(asked.filter((path) => path.endsWith('sessionStart'))).toHaveLength(2);
  expect((await stored()).map(([, types]) => types).sort()).toEqual([['sessionStart'], ['sessionStart', 'play']]);
});

test('while the other service is away nothing is lost, and calls are answered', async () => {
  const { bench, network, settled, stored, target, troubles, forward } = createPair();
  network.answer = () => Promise.reject(new TypeError('fetch failed'));
  await bench.open();
  expect((await bench.send('s1', at('play', 2_000))).status).toBe(204);
  await vi.waitFor(() =>
    expect(forward.status()).toMatchObject({ waiting: 1, trouble: expect.stringContaining('cannot be reached') }),
  );
  let failures = 0;
  network.answer = (url, init) =>
    failures++ < 2 ? Promise.resolve(new Response('', { status: 503 })) : target(new Request(url, init));
  await bench.send('s1', at('sessionEnd', 3_000));
  await settled();
  expect(await stored()).toEqual([['there1', ['sessionStart', 'play', 'sessionEnd']]]);
  expect(troubles.at(-1)).toBe('http://there.test/base/ answers again.');
  expect(forward.status()).not.toHaveProperty('trouble');
});

test('a refused event is kept as a dead letter, and the others go on', async () => {
  const { bench, network, target, settled, stored, forward, store } = createPair();
  network.answer = (url, init) =>
    String(init.body).includes('"ping"')
      ? Promise.resolve(Response.json({ message: 'No pings here.' }, { status: 400 }))
      : target(new Request(url, init));
  await bench.open();
  for (const sent of [at('play', 2_000), at('ping', 3_000), at('sessionEnd', 4_000)]) await bench.send('s1', sent);
  await settled();
  expect(await stored()).toEqual([['there1', ['sessionStart', 'play', 'sessionEnd']]]);
  expect(forward.status()).toMatchObject({
    refused: 1,
    dead: [{ sessionId: 's1', status: 400, message: 'No pings here.', event: { eventType: 'ping' } }],
  });
  expect((await store.head('s1'))!.marks.forward).toMatchObject({ done: 4, dead: 1 });
});

test('a session that cannot be opened there is refused as a whole, and asked once', async () => {
  const { bench, network, settled, asked, store } = createPair();
  network.answer = () => Promise.resolve(Response.json({ message: 'Unknown report suite.' }, { status: 400 }));
  await bench.open();
  await bench.send('s1', at('play', 2_000));
  await settled();
  await bench.send('s1', at('ping', 3_000));
  await settled();
  expect(asked).toHaveLength(1);
  expect((await store.head('s1'))!.marks.forward).toMatchObject({ over: true, dead: 1 });
});

test('a session that has expired there is opened anew where it stands', async () => {
  const { bench, settled, pass, there } = createPair();
  await bench.open(start({ 'media.name': 'Pilot' }));
  const chapter = { params: { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 30 } };
  for (const sent of [
    at('chapterStart', 2_000, chapter),
    at('stateStart', 2_100, { params: { 'media.state.name': 'mute' } }),
    at('play', 2_200),
  ])
    await bench.send('s1', sent);
  await settled();
  pass(11 * 60_000);
  await bench.send('s1', at('ping', 700_000));
  await bench.send('s1', at('bufferStart', 700_500));
  await settled();
  const [, second] = await there.list();
  expect(second!.events.map(({ eventType }) => eventType)).toEqual([
    'sessionStart',
    'chapterStart',
    'stateStart',
    'play',
    'bufferStart',
  ]);
  expect(second!.events[0]).toMatchObject({
    params: { 'media.resume': true, 'media.name': 'Pilot' },
    playerTime: { playhead: 700.5 },
  });
  const times = second!.events.map(({ playerTime }) => playerTime.ts);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(new Set(times).size).toBe(times.length);
});

test('nothing is opened anew for an end', async () => {
  const { bench, settled, pass, stored, forward } = createPair();
  await bench.open();
  await settled();
  pass(11 * 60_000);
  await bench.send('s1', at('sessionEnd', 700_000));
  await settled();
  expect(await stored()).toEqual([['there1', ['sessionStart']]]);
  expect(forward.status().refused).toBe(0);
});

test('downloaded content is forwarded as a whole', async () => {
  const { bench, settled, there, asked } = createPair();
  await bench.handle(post('/api/v1/downloaded', [start(), at('play', 2_000), at('sessionEnd', 9_000)]));
  await settled();
  expect(asked).toEqual(['/base/api/v1/downloaded undefined']);
  expect((await there.list())[0]).toMatchObject({ downloaded: true, eventCount: 3 });
});

test('an endpoint that opens no session is no endpoint, and says so', async () => {
  const { bench, network, troubles } = createPair();
  network.answer = () => Promise.resolve(new Response('<h1>Welcome</h1>'));
  await bench.open();
  await vi.waitFor(() => expect(troubles).toEqual([expect.stringContaining('without the place of the session')]));
});

test('who starts again goes on where the one before stopped', async () => {
  const { bench, forward, network, store, target, settled } = createPair();
  await bench.open();
  await bench.send('s1', at('play', 2_000));
  await settled();
  network.answer = () => Promise.resolve(new Response('', { status: 503 }));
  await bench.send('s1', at('ping', 3_000));
  await bench.open();
  await forward.stop();
  const again = createPair({ fetch: (url, init) => target(new Request(url, init)) }, store);
  await again.forward.resume();
  await again.settled();
  expect((await store.list()).map(({ marks, eventCount }) => [marks.forward?.done, eventCount])).toEqual([
    [3, 3],
    [1, 1],
  ]);
});

test('what is shown of it: the dead letters, and how much waits', async () => {
  const { forward } = createPair();
  const inspected = createBench({ inspect: true, forward });
  const ask = (handle: typeof inspected.handle) => handle(new Request('http://collector.test/inspect/forward'));
  expect(await (await ask(inspected.handle)).json()).toMatchObject({ url: 'http://there.test/base/', waiting: 0, dead: [] });
  expect((await ask(createBench({ inspect: true }).handle)).status).toBe(404);
});

test('a replay keeps the distances of time, and ends when it is asked to', async () => {
  const { target, there } = createPair();
  const events = [start(), at('play', 2_000), at('sessionEnd', 9_500)] as unknown as MediaEvent[];
  const fetch: Fetch = (url, init) => target(new Request(url, init));
  expect(await replay(events, { url: 'http://there.test', fetch, endsAt: 1_000_000 })).toEqual({
    id: 'there1',
    sent: 3,
    problems: [],
  });
  expect((await there.list())[0]!.events.map(({ playerTime }) => playerTime.ts)).toEqual([991_500, 992_500, 1_000_000]);
  const broken: Fetch = () => Promise.resolve(Response.json({ message: 'No.' }, { status: 400 }));
  expect(await replay(events, { url: 'http://there.test', fetch: broken })).toEqual({
    sent: 0,
    problems: ['sessionStart: 400 No.'],
  });
});
