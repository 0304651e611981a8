import { schemas } from '@media-collection/core/schema';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createCollector, createMemoryStore, type Store } from '../src/index';
import { createBench, event, messageOf, post, start } from './calls';

const at = (path: string, init?: RequestInit) => new Request(`http://collector.test${path}`, init);

afterEach(() => vi.restoreAllMocks());

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
      open: (...session) => (isBroken ? Promise.reject(new Error('disk full')) : memory.open(...session)),
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

describe('an option of another kind throws at once, with its name', () => {
  test.each<[string, unknown]>([
    ['store', 3],
    ['store', null],
    ['store', createMemoryStore],
    ['store', Promise.resolve(createMemoryStore())],
    ['now', 5],
    ['newId', 'id'],
    ['inspect', 'yes'],
    ['forward', 'https://acme.test'],
    ['maxAge', '600'],
    ['onCall', {}],
    ['onBreach', []],
  ])('%s: %s', (name, value) => {
    expect(() => createCollector({ [name]: value } as never)).toThrow(
      new RegExp(`^@media-collection/collector: ${name}: expected .+, got .+`),
    );
  });
});
