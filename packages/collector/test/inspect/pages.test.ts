import { describe, expect, test } from 'vitest';
import { createBench, event, start, type Json } from '../calls';

const open = () => createBench({ inspect: true });
type Bench = ReturnType<typeof open>;
const ask = (bench: Bench, path: string) => bench.handle(new Request(`http://collector.test/inspect/${path}`));
const read = async (bench: Bench, path: string): Promise<Json> => (await (await ask(bench, path)).json()) as Json;
const ping = (ts: number) => event('ping', { playerTime: { playhead: ts / 1_000, ts } });

describe('the list of sessions', () => {
  test('comes in pages, each of which leads to the next', async () => {
    const bench = open();
    for (let n = 0; n < 120; n++) await bench.open();
    const ids: string[] = [];
    const sizes: number[] = [];
    let query: string | undefined = '';
    while (query !== undefined) {
      const response = await ask(bench, `sessions${query}`);
      const list = (await response.json()) as { id: string }[];
      sizes.push(list.length);
      ids.push(...list.map(({ id }) => id));
      query = /^<(.*)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
    }
    expect(sizes).toEqual([50, 50, 20]);
    expect(ids).toEqual(Array.from({ length: 120 }, (_, n) => `s${120 - n}`));
  });

  test('is filtered, also from page to page', async () => {
    const bench = open();
    await bench.open(start({ 'media.name': 'Pilot & Co' }));
    await bench.open(start({ 'visitor.marketingCloudUserId': '1' }));
    await bench.send('s2', event('sessionEnd'));
    await bench.send('s1', {});
    await bench.open(start({ 'media.name': 'Pilot & Co' }));
    const found = async (query: string) => ((await read(bench, `sessions?${query}`)) as unknown as Json[]).map(({ id }) => id);
    expect(await found('text=pilot')).toEqual(['s3', 's1']);
    expect(await found('ecid=true')).toEqual(['s2']);
    expect(await found('open=false')).toEqual(['s2']);
    expect(await found('refused=true')).toEqual(['s1']);
    const first = await ask(bench, 'sessions?text=Pilot+%26+Co&limit=1');
    const [, next] = /^<\?(.*)>/.exec(first.headers.get('link')!)!;
    expect(await found(next!)).toEqual(['s1']);
  });

  test.each(['limit=x', 'limit=-1', 'since=1e9', 'open=maybe', 'breaches='])(
    'a query with %s is refused with 400',
    async (query) => {
      expect((await ask(open(), `sessions?${query}`)).status).toBe(400);
    },
  );

  test('filters by breaches, also by those of this moment', async () => {
    const bench = open();
    await bench.open();
    await bench.send(
      's1',
      event('adStart', {
        params: { 'media.ad.id': 'a', 'media.ad.length': 1, 'media.ad.podPosition': 1, 'media.ad.playerName': 'x' },
      }),
    );
    await bench.open();
    expect(await read(bench, 'sessions?breaches=true')).toMatchObject([{ id: 's1', breachCount: expect.any(Number) }]);
    expect(await read(bench, 'sessions?breaches=false')).toMatchObject([{ id: 's2' }]);
  });
});

describe('a session', () => {
  test('shows its events in pages that a reader can follow while more come', async () => {
    const bench = open();
    await bench.open();
    for (let n = 1; n < 1_200; n++) await bench.send('s1', ping(1_000 + n));
    const first = await read(bench, 'sessions/s1');
    expect(first).toMatchObject({ next: 1_000, more: true, session: { eventCount: 1_200 } });
    expect(first['events']).toHaveLength(1_000);
    const second = await read(bench, 'sessions/s1?after=1000');
    expect(second).toMatchObject({ next: 1_200, more: false });
    // An event that is late by its time is new by its arrival.
    await bench.send('s1', event('play', { playerTime: { playhead: 1, ts: 1_001 } }));
    expect(await read(bench, 'sessions/s1?after=1200')).toMatchObject({
      next: 1_201,
      more: false,
      events: [{ eventType: 'play' }],
    });
    expect(await read(bench, 'sessions/s1?after=1201')).toMatchObject({ next: 1_201, more: false, events: [] });
    expect((await read(bench, 'sessions/s1?limit=7'))['events']).toHaveLength(7);
  });

  test('counts what came twice once, and says so as advice', async () => {
    const bench = open();
    await bench.open();
    const ad = event('adComplete');
    await bench.send('s1', ad);
    expect((await bench.send('s1', ad)).status).toBe(204);
    expect(bench.calls.at(-1)).toMatchObject({ status: 204, repeated: true });
    expect(await read(bench, 'sessions/s1')).toMatchObject({
      session: { eventCount: 2, repeatCount: 1 },
      breaches: expect.arrayContaining([expect.objectContaining({ rule: 'repeated', severity: 'advice' })]),
    });
  });

  test('shows the last refused calls to it, and counts all', async () => {
    const bench = open();
    await bench.open();
    for (let n = 0; n < 30; n++) await bench.send('s1', { eventType: `wrong${n}` });
    await bench.send('s2', { eventType: 'wrong' });
    const { session, refused } = (await read(bench, 'sessions/s1')) as { session: Json; refused: Json[] };
    expect(session).toMatchObject({ refusedCount: 30 });
    expect(refused).toHaveLength(20);
    expect(refused.at(-1)).toMatchObject({ status: 400, event: { eventType: 'wrong29' }, message: expect.any(String) });
  });

  test('is exported as lines of JSON', async () => {
    const bench = open();
    await bench.open();
    await bench.send('s1', ping(3_000));
    await bench.send('s1', ping(2_000));
    const response = await ask(bench, 'sessions/s1.ndjson');
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([start(), ping(3_000), ping(2_000)]);
    expect((await ask(bench, 'sessions/s2.ndjson')).status).toBe(404);
  });

  test('of 50,000 events is listed and shown without being computed anew', async () => {
    const bench = open();
    await bench.open();
    for (let n = 1; n < 50_000; n++) await bench.store.append('s1', ping(1_000 + n) as never, { at: 0, bytes: 50 });
    await read(bench, 'sessions/s1?limit=1');
    await bench.send('s1', ping(99_000));
    const from = performance.now();
    for (let n = 0; n < 20; n++) await read(bench, 'sessions');
    expect(performance.now() - from).toBeLessThan(1_000);
    expect(await read(bench, 'sessions/s1?limit=1')).toMatchObject({ session: { eventCount: 50_001 } });
  });
});
