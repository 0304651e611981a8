import { lint, report } from '@media-collection/report';
import { describe, expect, test } from 'vitest';
import { createBench, event, messageOf, startParams, type Json } from '../calls';
import { readMessages } from './messages';

const at = (path: string, init?: RequestInit) => new Request(`http://collector.test${path}`, init);
const open = () => createBench({ inspect: true });
type Bench = ReturnType<typeof open>;

const told = (eventType: string, second: number, parts: Json = {}) =>
  event(eventType, { playerTime: { playhead: second, ts: 1_000 + second * 1_000 }, ...parts });
const titled = told('sessionStart', 0, { params: { ...startParams, 'media.name': 'Pilot' } });

const mute = { params: { 'media.state.name': 'mute' } };
/** A viewing of 4 s with a ping too many and a state that is left on, told in another order than it happened. */
const viewing = [
  told('play', 0.1),
  told('pauseStart', 4),
  told('ping', 2),
  told('ping', 2.5),
  told('stateStart', 3, mute),
  told('sessionEnd', 4.1),
];
async function watch(bench: Bench) {
  await bench.open(titled);
  for (const one of viewing) await bench.send('s1', one);
}

const read = async (bench: Bench, path: string) => {
  const response = await bench.handle(at(path));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  return (await response.json()) as unknown;
};

describe('the list of sessions', () => {
  test('is empty while there is none', async () => {
    expect(await read(open(), '/inspect/sessions')).toEqual([]);
  });

  test('says in short how each one stands, the newest first', async () => {
    const bench = open();
    await watch(bench);
    bench.pass(5);
    await bench.open();
    bench.pass(2);
    await bench.send('s2', told('play', 1));
    const severities = lint([titled, ...viewing]).map(({ severity }) => severity);
    const common = {
      'media.id': 'ep-1',
      'media.playerName': 'html5',
      'media.channel': 'site',
      'media.contentType': 'vod',
      ecid: false,
      expired: false,
      downloaded: false,
      repeatCount: 0,
      refusedCount: 0,
      deadCount: 0,
    };
    expect(await read(bench, '/inspect/sessions')).toEqual([
      {
        ...common,
        id: 's2',
        openedAt: 5,
        heardAt: 7,
        movedAt: 7,
        playhead: 1,
        closed: false,
        eventCount: 2,
        contentTimeSpent: 0,
        breachCount: 0,
        adviceCount: 0,
      },
      {
        ...common,
        id: 's1',
        openedAt: 0,
        heardAt: 0,
        movedAt: 0,
        playhead: 4.1,
        closed: true,
        'media.name': 'Pilot',
        eventCount: 7,
        contentTimeSpent: 3.9,
        breachCount: severities.filter((severity) => severity === 'breach').length,
        adviceCount: severities.filter((severity) => severity === 'advice').length,
      },
    ]);
    expect(severities).toEqual(expect.arrayContaining(['breach', 'advice']));
  });

  test('is made so that calls are answered meanwhile, however long it is', async () => {
    const bench = open();
    for (let i = 0; i < 200; i++) await bench.open();
    const order: string[] = [];
    const listed = bench.handle(at('/inspect/sessions')).then(() => order.push('list'));
    await new Promise(setImmediate);
    await bench.open().then(() => order.push('call'));
    await listed;
    expect(order).toEqual(['call', 'list']);
  });

  test('follows what comes', async () => {
    const bench = open();
    await bench.open();
    expect(await read(bench, '/inspect/sessions')).toMatchObject([{ eventCount: 1 }]);
    await bench.send('s1', event('play'));
    expect(await read(bench, '/p/inspect/sessions?x')).toMatchObject([{ eventCount: 2 }]);
  });
});

describe('a session', () => {
  test('is shown with its events in the order of their time, its report and its breaches', async () => {
    const bench = open();
    await watch(bench);
    const { events } = (await bench.store.get('s1'))!;
    const shown = (await read(bench, '/inspect/sessions/s1')) as { events: Json[] };
    const arrived = [titled, ...viewing];
    expect(shown).toEqual({
      session: ((await read(bench, '/inspect/sessions')) as Json[])[0],
      events,
      next: 7,
      more: false,
      report: report(arrived),
      breaches: lint(arrived),
      refused: [],
    });
    const inTime = ['sessionStart', 'play', 'ping', 'ping', 'stateStart', 'pauseStart', 'sessionEnd'];
    expect(shown.events.map(({ eventType }) => eventType)).toEqual(inTime);
    expect(lint(arrived)).not.toEqual([]);
  });

  test.each(['s2', '__proto__', 'constructor', '%', 's1%00', '🙂', 'x'.repeat(10_000)])(
    'of the unknown id "%.20s" is answered with 404',
    async (id) => {
      const bench = open();
      await bench.open();
      const response = await bench.handle(at(`/inspect/sessions/${id}`));
      expect(response.status).toBe(404);
      expect(await messageOf(response)).toContain('There is no session');
    },
  );
});

describe('the stream of calls', () => {
  test('tells each call as onCall hears it, refused ones too', async () => {
    const bench = open();
    await bench.open();
    const response = await bench.handle(at('/inspect/stream'));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const { story, next, leave } = readMessages(response);
    const [, first] = await story();
    await bench.send('s1', { eventType: 'x' });
    await bench.handle(at('/nowhere', { method: 'DELETE' }));
    const data = [first!, await next(), await next()].map((message) => JSON.parse(message.data!) as unknown);
    expect(data).toEqual(bench.calls);
    expect(bench.calls.map(({ status }) => status)).toEqual([201, 400, 404]);
    await leave();
  });

  test('goes on after the Last-Event-ID', async () => {
    const bench = open();
    for (const path of ['/a', '/b']) await bench.handle(at(path));
    const listen = async (headers: HeadersInit) => readMessages(await bench.handle(at('/inspect/stream', { headers }))).story();
    const [, first, second] = await listen({});
    expect(await listen({ 'Last-Event-ID': first!.id! })).toEqual([second]);
  });
});

describe('the inspection', () => {
  const paths = ['/inspect/sessions', '/inspect/sessions/s1', '/inspect/stream'];

  test.each(paths)('%s takes only GET, and no page of another origin may read it', async (path) => {
    const bench = open();
    await bench.open();
    for (const method of ['POST', 'PUT', 'PATCH', 'HEAD', 'OPTIONS']) {
      const response = await bench.handle(at(path, { method }));
      expect([response.status, response.headers.get('allow')]).toEqual([405, path.endsWith('sessions') ? 'GET, DELETE' : 'GET']);
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
    const response = await bench.handle(at(path));
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, null]);
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    await response.body?.cancel();
  });

  test.each(paths)('%s is not reported as a call, so that who looks does not see himself', async (path) => {
    const bench = open();
    const { story, next, leave } = readMessages(await bench.handle(at('/inspect/stream')));
    await story();
    for (const method of ['GET', 'OPTIONS', 'PUT']) await (await bench.handle(at(path, { method }))).body?.cancel();
    await bench.open();
    expect(JSON.parse((await next()).data!)).toMatchObject({ status: 201 });
    expect(bench.calls).toHaveLength(1);
    await leave();
  });

  test.each([...paths, '/inspect', '/inspect/'])('%s is not there unless it is asked for', async (path) => {
    for (const bench of [createBench(), createBench({ inspect: false })]) {
      await bench.open();
      expect((await bench.handle(at(path))).status).toBe(404);
      expect(bench.calls).toHaveLength(2);
    }
  });

  test.each([
    '/inspect',
    '/inspect/',
    '/inspect/sessions/',
    '/inspect/sessions/s1/events',
    '/inspect/stream/x',
    '/reinspect/stream',
  ])('there is nothing at %s', async (path) => {
    const bench = open();
    await bench.open();
    expect((await bench.handle(at(path))).status).toBe(404);
  });
});
