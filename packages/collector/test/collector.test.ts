import { schemas } from '@media-collection/core/schema';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createCollector, createMemoryStore, type Store } from '../src/index';
import { createBench, event, messageOf, post, start } from './calls';

const at = (path: string, init?: RequestInit) => new Request(`http://collector.test${path}`, init);
const at60 = (ts: number, playhead = 0) => event('ping', { playerTime: { playhead, ts } });
const MINUTE = 60_000;

afterEach(() => vi.restoreAllMocks());

describe('opening a session', () => {
  test('a sessionStart opens a session and learns its place', async () => {
    const bench = createBench();
    const response = await bench.open();
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toBe('/api/v1/sessions/s1');
    expect(await response.text()).toBe('');
    expect((await bench.store.get('s1'))?.events).toEqual([start()]);
  });

  test('ids are UUIDs when nobody else makes them', async () => {
    const response = await createCollector()(post('/api/v1/sessions', start()));
    expect(response.headers.get('location')).toMatch(/^\/api\/v1\/sessions\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  });

  test('a path before /api/v1 is kept in the Location', async () => {
    const bench = createBench();
    const response = await bench.handle(post('/collect/here/api/v1/sessions?x=1', start()));
    expect(response.headers.get('location')).toBe('/collect/here/api/v1/sessions/s1');
    expect((await bench.handle(post('/collect/here/api/v1/sessions/s1/events', event('play')))).status).toBe(204);
  });

  test.each([
    ['//api/v1/sessions', '/api/v1/sessions/s1'],
    ['//elsewhere.test/api/v1/sessions', '/elsewhere.test/api/v1/sessions/s1'],
    ['/a//api/v1/sessions', '/a/api/v1/sessions/s1'],
  ])('the doubled slash of %s never makes the Location point to another host', async (path, location) => {
    const response = await createBench().handle(post(path, start()));
    expect(response.headers.get('location')).toBe(location);
  });

  test.each(Object.keys(schemas).filter((word) => word !== 'sessionStart'))('%s opens nothing', async (word) => {
    const bench = createBench();
    const params = {
      adBreakStart: breakParams,
      adStart: adParams,
      chapterStart: chapterParams,
      stateStart: mute,
      stateEnd: mute,
    }[word];
    const response = await bench.open(event(word, params && { params }));
    expect(response.status).toBe(400);
    expect(await messageOf(response)).toContain(word);
    expect(await bench.store.list()).toEqual([]);
  });

  test('an array, downloaded content, is refused for now', async () => {
    const response = await createBench().open([start({ 'media.downloaded': true }), event('sessionEnd')]);
    expect(response.status).toBe(400);
    expect(await messageOf(response)).toContain('array');
  });

  test('a single live sessionStart is not downloaded content', async () => {
    const response = await createBench().open(start({ 'media.downloaded': true }));
    expect(response.status).toBe(400);
    expect(await messageOf(response)).toContain('media.downloaded');
    expect((await createBench().open(start({ 'media.downloaded': false }))).status).toBe(201);
  });

  test.each(['vod', 'VOD', 'Live', 'LINEAR', 'something of my own'])(
    'the content type %s is taken, it is a free string',
    async (word) => {
      expect((await createBench().open(start({ 'media.contentType': word }))).status).toBe(201);
    },
  );
});

const breakParams = { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 };
const adParams = { 'media.ad.id': 'a', 'media.ad.length': 15, 'media.ad.podPosition': 1, 'media.ad.playerName': 'html5' };
const chapterParams = { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 30 };
const mute = { 'media.state.name': 'mute' };

describe('sending an event', () => {
  test.each([
    event('play'),
    event('ping', { qoeData: { 'media.qoe.bitrate': 2_500 } }),
    event('pauseStart'),
    event('bufferStart'),
    event('bitrateChange', { qoeData: { 'media.qoe.bitrate': 3_200 } }),
    event('error', { params: { 'media.errorId': 'e1', 'media.errorSource': 'player' } }),
    event('error', { qoeData: { 'media.qoe.errorID': 'e1', 'media.qoe.errorSource': 'external' } }),
    event('adBreakStart', { params: breakParams }),
    event('adStart', { params: adParams, customMetadata: { slot: 'first' } }),
    event('adComplete'),
    event('adSkip'),
    event('adBreakComplete'),
    event('chapterStart', { params: chapterParams, customMetadata: { mood: 'calm' } }),
    event('chapterComplete'),
    event('chapterSkip'),
    event('stateStart', { params: mute }),
    event('stateEnd', { params: mute }),
    event('sessionComplete'),
    event('sessionEnd'),
  ])('a documented $eventType is taken', async (sent) => {
    const bench = createBench();
    await bench.open();
    const response = await bench.send('s1', sent);
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect((await bench.store.get('s1'))?.events.at(-1)).toEqual(sent);
  });

  test('events are held in the order of their time, not of their arrival', async () => {
    const bench = createBench();
    await bench.open();
    await Promise.all([4_000, 2_000, 3_000].map((ts) => bench.send('s1', at60(ts))));
    expect((await bench.store.get('s1'))?.events.map(({ playerTime }) => playerTime.ts)).toEqual([1_000, 2_000, 3_000, 4_000]);
  });

  test('events that come at once are all held', async () => {
    const bench = createBench();
    await bench.open();
    await Promise.all(Array.from({ length: 50 }, (_, i) => bench.send('s1', at60(2_000 + i))));
    expect((await bench.store.get('s1'))?.events).toHaveLength(51);
  });

  test('a second sessionStart has no place among the events of a session', async () => {
    const bench = createBench();
    await bench.open();
    expect((await bench.send('s1', start())).status).toBe(400);
    expect((await bench.store.get('s1'))?.events).toHaveLength(1);
  });

  test.each(['s2', 'constructor', '__proto__', '%E0%A4%A', '..%2f'])('the session %s is not known', async (id) => {
    const bench = createBench();
    await bench.open();
    expect((await bench.send(id, event('play'))).status).toBe(404);
  });

  test('a refused event says which member is wrong and is not held', async () => {
    const bench = createBench();
    await bench.open();
    const response = await bench.send('s1', { ...event('ping'), playerTime: { playhead: '1', ts: 1.5 }, extra: true });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/json');
    const message = await messageOf(response);
    for (const word of ['playerTime.playhead', 'string "1"', 'playerTime.ts', 'expected integer', 'extra'])
      expect(message).toContain(word);
    expect((await bench.store.get('s1'))?.events).toHaveLength(1);
  });

  test('metadata named __proto__ is held like any other and changes nobody', async () => {
    const bench = createBench();
    const own = JSON.stringify(start()).replace(/}$/, ',"customMetadata":{"__proto__":"x","constructor":"y"}}');
    const nested = JSON.stringify(start({ 'visitor.customerIDs': 0 })).replace(
      /0}}$/,
      '{"__proto__":{"id":"1","authState":1}}}}',
    );
    expect((await bench.open(own)).status).toBe(201);
    expect((await bench.open(nested)).status).toBe(201);
    expect(Object.entries((await bench.store.get('s1'))?.events[0]?.customMetadata ?? {})).toContainEqual(['__proto__', 'x']);
    expect((await bench.open(own.replace('"x"', '{"polluted":"yes"}'))).status).toBe(400);
    expect('polluted' in {}).toBe(false);
    expect('authState' in {}).toBe(false);
  });
});

describe('the end of a session', () => {
  test('sessionEnd closes at once, and a second one is harmless', async () => {
    const bench = createBench();
    await bench.open();
    expect((await bench.send('s1', event('sessionEnd'))).status).toBe(204);
    expect((await bench.send('s1', event('play'))).status).toBe(410);
    bench.pass(60 * MINUTE);
    expect((await bench.send('s1', event('sessionEnd'))).status).toBe(204);
    expect((await bench.store.get('s1'))?.events).toHaveLength(2);
  });

  test('sessionComplete does not close', async () => {
    const bench = createBench();
    await bench.open();
    await bench.send('s1', event('sessionComplete'));
    expect((await bench.send('s1', event('sessionEnd'))).status).toBe(204);
  });

  test('ten silent minutes are borne, one moment more is not', async () => {
    const bench = createBench();
    await bench.open();
    bench.pass(10 * MINUTE);
    expect((await bench.send('s1', at60(2_000))).status).toBe(204);
    bench.pass(10 * MINUTE + 1);
    expect((await bench.send('s1', at60(3_000))).status).toBe(410);
    expect((await bench.send('s1', event('sessionEnd'))).status).toBe(410);
  });

  test('a refused event does not keep a session alive', async () => {
    const bench = createBench();
    await bench.open();
    bench.pass(6 * MINUTE);
    expect((await bench.send('s1', event('nonsense'))).status).toBe(400);
    bench.pass(6 * MINUTE);
    expect((await bench.send('s1', at60(2_000))).status).toBe(410);
  });

  test('thirty minutes without movement of the playhead end a session that pings', async () => {
    const bench = createBench();
    await bench.open();
    for (let minute = 5; minute <= 30; minute += 5) {
      bench.pass(5 * MINUTE);
      expect((await bench.send('s1', at60(minute * MINUTE))).status).toBe(204);
    }
    bench.pass(1);
    expect((await bench.send('s1', at60(31 * MINUTE, 1))).status).toBe(410);
  });

  test('a playhead that moves, also backwards, keeps a session alive for hours', async () => {
    const bench = createBench();
    await bench.open();
    for (let i = 1; i <= 60; i++) {
      bench.pass(9 * MINUTE);
      expect((await bench.send('s1', at60(i * 9 * MINUTE, i % 4 ? 10 : 5))).status).toBe(204);
    }
  });

  test('the default clock is the wall clock', async () => {
    const clock = vi.spyOn(Date, 'now').mockReturnValue(0);
    const handle = createCollector({ newId: () => 's1' });
    await handle(post('/api/v1/sessions', start()));
    clock.mockReturnValue(10 * MINUTE + 1);
    expect((await handle(post('/api/v1/sessions/s1/events', event('play')))).status).toBe(410);
  });
});

describe('reading a schema', () => {
  test.each(Object.entries(schemas))('the schema of %s is answered', async (word, schema) => {
    const response = await createBench().handle(at(`/x/api/v1/schemas/${word}`));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual(schema);
  });

  test.each(['nothing', 'constructor', '__proto__', 'toString', 'SESSIONSTART', '%'])(
    'there is no schema of %s',
    async (word) => {
      expect((await createBench().handle(at(`/api/v1/schemas/${word}`))).status).toBe(404);
    },
  );
});

describe('what is not a call of the API', () => {
  test.each([
    '/',
    '/api/v1',
    '/api/v1/sessions/',
    '/api/v2/sessions',
    '/api/v1/sessions/s1',
    '/fooapi/v1/sessions',
    '/api/v1/schemas/a/b',
  ])('there is nothing at %s, whatever the method', async (path) => {
    for (const method of ['GET', 'POST', 'OPTIONS', 'DELETE'])
      expect((await createBench().handle(at(path, { method }))).status).toBe(404);
  });

  test.each([
    ['/api/v1/sessions', 'OPTIONS, POST'],
    ['/api/v1/sessions/s1/events', 'OPTIONS, POST'],
    ['/api/v1/schemas/play', 'OPTIONS, GET'],
  ])('%s takes only %s', async (path, allowed) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'PROPFIND'].filter(
      (name) => !allowed.includes(name),
    )) {
      const response = await createBench().handle(at(path, { method }));
      expect([response.status, response.headers.get('allow')]).toEqual([405, allowed]);
    }
  });
});

describe('CORS', () => {
  const expected = {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'OPTIONS,POST,PUT',
    'access-control-allow-headers': 'Content-Type',
    'access-control-expose-headers': 'Location',
  };
  const corsOf = ({ headers }: Response) =>
    Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

  test.each(['/api/v1/sessions', '/p/api/v1/sessions/unknown/events', '/api/v1/schemas/play'])(
    'a preflight to %s is let through',
    async (path) => {
      const response = await createBench().handle(at(path, { method: 'OPTIONS' }));
      expect([response.status, await response.text()]).toEqual([204, '']);
      expect(corsOf(response)).toEqual(expected);
    },
  );

  test('every answer carries the documented headers and no others', async () => {
    const bench = createBench();
    const answers = [
      await bench.open(),
      await bench.send('s1', event('sessionEnd')),
      await bench.handle(at('/api/v1/schemas/play')),
      await bench.open({}),
      await bench.send('s9', event('play')),
      await bench.handle(at('/api/v1/sessions')),
      await bench.send('s1', event('play')),
      await bench.open(' '.repeat(65_537)),
      await bench.handle(post('/api/v1/sessions', start(), { 'Content-Type': 'text/plain' })),
      await bench.handle(at('/')),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 204, 200, 400, 404, 405, 410, 413, 415, 404]);
    for (const response of answers) expect(corsOf(response)).toEqual(expected);
  });
});

describe('telling of calls', () => {
  test('every answered call is told with what is known of it', async () => {
    const bench = createBench();
    bench.pass(5);
    await bench.handle(post('/p/api/v1/sessions?q', start()));
    await bench.send('s1', event('play'));
    await bench.send('s1', { eventType: 'x' });
    await bench.open('{');
    await bench.handle(at('/api/v1/schemas/play'));
    const told = { time: 5, method: 'POST', path: '/api/v1/sessions/s1/events' };
    expect(bench.calls).toEqual([
      { ...told, path: '/p/api/v1/sessions', status: 201, sessionId: 's1', event: start() },
      { ...told, status: 204, sessionId: 's1', event: event('play') },
      { ...told, status: 400, sessionId: 's1', event: { eventType: 'x' }, message: expect.stringContaining('eventType') },
      { ...told, path: '/api/v1/sessions', status: 400, message: expect.stringContaining('JSON') },
      { ...told, method: 'GET', path: '/api/v1/schemas/play', status: 200 },
    ]);
  });

  test('a listener that throws does not change the answer', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const bench = createBench({
      onCall: () => {
        throw new Error('the ledger is full');
      },
    });
    expect((await bench.open()).status).toBe(201);
    expect(log).toHaveBeenCalledOnce();
  });

  test('a store that fails is answered with 500, and the next call is served', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const memory = createMemoryStore();
    let isBroken = true;
    const store: Store = {
      ...memory,
      add: (session) => (isBroken ? Promise.reject(new Error('disk full')) : memory.add(session)),
    };
    const bench = createBench({ store });
    const response = await bench.open();
    expect(response.status).toBe(500);
    expect(await messageOf(response)).not.toContain('disk');
    expect(log).toHaveBeenCalledOnce();
    isBroken = false;
    expect((await bench.open()).status).toBe(201);
  });
});
