import { runInNewContext } from 'node:vm';
import { describe, expect, test, vi } from 'vitest';
import { createMemoryStore } from '../src/index';
import { StoreUnavailable } from '../src/store/store';
import { createBench, event, messageOf, post, start, type Json } from './calls';

const at = (path: string, init?: RequestInit) => new Request(`http://collector.test${path}`, init);
const ping = (ts: number, playhead = 0) => event('ping', { playerTime: { playhead, ts } });
const MINUTE = 60_000;

describe('work for one request', () => {
  test('an event of thousands of wrong members is refused with a short answer', async () => {
    const wrong = Object.fromEntries(Array.from({ length: 4_000 }, (_, n) => [`k${n}`, 1]));
    const response = await createBench().open({ ...start(), ...wrong });
    expect(response.status).toBe(400);
    expect((await response.text()).length).toBeLessThan(3_000);
  });

  test('a name of 60,000 letters is cut in the answer', async () => {
    const response = await createBench().open({ ...start(), ['x'.repeat(60_000)]: 'y'.repeat(1_000) });
    expect((await response.text()).length).toBeLessThan(500);
  });

  test('an array with one event of 6.8 MB is refused before it is parsed', async () => {
    const parse = vi.spyOn(JSON, 'parse');
    const many = Array.from({ length: 700_000 }, (_, n) => `"k${n}":1`).join(',');
    const response = await createBench().handle(post('/api/v1/downloaded', `[${JSON.stringify(start())},{${many}}]`));
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
    expect(response.status).toBe(413);
    expect(await messageOf(response)).toContain('Event 1 of the array');
  });

  test('while a large array is checked, other calls are answered', async () => {
    const bench = createBench();
    const events = Array.from({ length: 80_000 }, (_, n) => ping(2_000 + n));
    const order: string[] = [];
    const large = bench
      .handle(post('/api/v1/downloaded', [start(), ...events]))
      .then(({ status }) => order.push(`large ${status}`));
    await new Promise(setImmediate);
    await bench.open().then(({ status }) => order.push(`small ${status}`));
    await large;
    expect(order).toEqual(['small 201', 'large 201']);
  });
});

describe('what may be kept', () => {
  test('valid arrays without end push out the oldest ones, and nothing grows beyond the budget', async () => {
    const store = createMemoryStore({ maxBytes: 1_000_000 });
    const bench = createBench({ store });
    const events = Array.from({ length: 1_000 }, (_, n) => ping(2_000 + n));
    for (let n = 0; n < 30; n++) expect((await bench.handle(post('/api/v1/downloaded', [start(), ...events]))).status).toBe(201);
    const sessions = await store.list();
    expect(sessions.length).toBeLessThan(8);
    expect(sessions.at(-1)!.id).toBe('s30');
  });

  test('when all sessions are alive a new one is refused for now, and no ping is lost', async () => {
    const bench = createBench({ store: createMemoryStore({ maxSessions: 3 }) });
    for (let n = 0; n < 3; n++) expect((await bench.open()).status).toBe(201);
    const refused = await bench.open();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    for (const id of ['s1', 's2', 's3']) expect((await bench.send(id, ping(2_000))).status).toBe(204);
    bench.pass(11 * MINUTE);
    expect((await bench.open()).status).toBe(201);
  });

  test('a session that is full is refused with 429', async () => {
    const bench = createBench({ store: createMemoryStore({ maxSessionEvents: 2 }) });
    await bench.open();
    expect((await bench.send('s1', ping(2_000))).status).toBe(204);
    const refused = await bench.send('s1', ping(3_000));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
  });

  test('an event whose answer was lost counts once when it is sent again', async () => {
    const bench = createBench();
    await bench.open();
    const params = { 'media.ad.id': 'a', 'media.ad.length': 15, 'media.ad.podPosition': 1, 'media.ad.playerName': 'html5' };
    for (let n = 0; n < 3; n++) expect((await bench.send('s1', event('adStart', { params }))).status).toBe(204);
    expect((await bench.store.get('s1'))!.events).toHaveLength(2);
  });

  test('no event is taken into a session of downloaded content, not even at once', async () => {
    const bench = createBench();
    await bench.handle(post('/api/v1/downloaded', [start(), ping(9_000)]));
    expect((await bench.send('s1', ping(5_000))).status).toBe(410);
  });

  test('a session of 50,000 events takes one more as fast as a short one', async () => {
    const bench = createBench();
    await bench.open();
    for (let n = 1; n < 50_000; n++) await bench.store.append('s1', ping(1_000 + n) as never, { at: 0, bytes: 50 });
    const from = performance.now();
    // Half of them late, so that repeats are looked for.
    for (let n = 0; n < 1_000; n++) await bench.send('s1', ping(n % 2 ? 60_000 + n : 50_000 - n, 1));
    expect(performance.now() - from).toBeLessThan(2_000);
    expect((await bench.store.head('s1'))!.eventCount).toBe(51_000);
  });

  test('at the bound, an opening takes no longer than before', async () => {
    const bench = createBench({ store: createMemoryStore({ maxSessions: 10_000 }) });
    for (let n = 1; n <= 10_000; n++) {
      await bench.open();
      if (n % 2) await bench.send(`s${n}`, event('sessionEnd'));
    }
    const from = performance.now();
    for (let n = 0; n < 1_000; n++) expect((await bench.open()).status).toBe(201);
    expect(performance.now() - from).toBeLessThan(1_500);
  });
});

describe('what callbacks do', () => {
  const ledgerIsFull = (): never => {
    throw new Error('the ledger is full');
  };
  test.each<[string, () => unknown]>([
    ['throws', ledgerIsFull],
    ['rejects', () => Promise.reject(new Error('the ledger is full'))],
    ['rejects in another realm', () => runInNewContext('Promise.reject(new Error("the ledger is full"))') as unknown],
    ['returns a thenable that throws', () => ({ then: ledgerIsFull })],
  ])('a callback that %s changes no answer and ends nothing', async (_, callback) => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const bench = createBench({ onCall: callback, onBreach: callback });
    expect((await bench.open()).status).toBe(201);
    expect((await bench.send('s1', event('adStart'))).status).toBe(400);
    await vi.waitFor(() => expect(log).toHaveBeenCalledTimes(2));
    log.mockRestore();
  });
});

test('a store that cannot store fills no log with what it says itself', async () => {
  const log = vi.spyOn(console, 'error').mockReturnValue();
  const full = () => Promise.reject(new StoreUnavailable('The disk is full.'));
  const bench = createBench({ inspect: true, onBreach: () => undefined });
  await bench.open();
  Object.assign(bench.store, { append: full, mark: full, expire: full, keepMs: 1 });
  for (let n = 0; n < 3; n++) {
    const refused = await bench.send('s1', ping(2_000 + n));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    bench.pass(2 * MINUTE);
  }
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(log).not.toHaveBeenCalled();
  log.mockRestore();
});

describe('what is answered', () => {
  test('201 says that it has no body, as Adobe’s service does', async () => {
    const { headers } = await createBench().open();
    expect([headers.get('content-length'), headers.get('content-type')]).toEqual(['0', 'application/octet-stream']);
  });

  test.each([1e308, 2 ** 53, 9_007_199_254_740_994])('the time %d is no time', async (ts) => {
    const bench = createBench();
    const body = { ...start(), playerTime: { playhead: 0, ts } };
    const response = await bench.open(body);
    expect([response.status, await messageOf(response)]).toEqual([400, expect.stringContaining('playerTime.ts')]);
    expect((await bench.handle(post('/api/v1/downloaded', [body]))).status).toBe(400);
  });

  test.each<[Json, string]>([
    [{ ...start(), eventType: 'sesionStart' }, 'did you mean sessionStart?'],
    [start({ 'media.lenght': 60 }), 'did you mean media.length?'],
    [start({ 'media.nmae': 'x' }), 'did you mean media.name?'],
    [{ ...event('play'), qoedata: {} }, 'did you mean qoeData?'],
    [{ ...event('play'), qoeData: { 'media.qoe.bitRate': 1 } }, 'did you mean media.qoe.bitrate?'],
  ])('%# a misspelt word is answered with the right one', async (body, question) => {
    expect(await messageOf(await createBench().open(body))).toContain(question);
  });

  test('a word that is like none is answered without a guess', async () => {
    expect(await messageOf(await createBench().open(start({ 'my.own.parameter': 1 })))).not.toContain('did you mean');
  });

  test('a preflight may be remembered if that is asked for, and not otherwise', async () => {
    const ask = async (bench: ReturnType<typeof createBench>) =>
      (await bench.handle(at('/api/v1/sessions', { method: 'OPTIONS' }))).headers.get('access-control-max-age');
    expect(await ask(createBench())).toBeNull();
    expect(await ask(createBench({ maxAge: 600 }))).toBe('600');
  });

  test('a path that is long is cut in the answer', async () => {
    expect((await (await createBench().handle(at(`/${'x'.repeat(10_000)}`))).text()).length).toBeLessThan(400);
  });
});
