import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDesk, createOpenDesk, location } from './desk';

beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0.999));
afterEach(() => void vi.restoreAllMocks());

describe('a lane', () => {
  test('opens its session at once, and gives it 30 s', () => {
    const { requests, lane } = createDesk();
    expect(requests).toMatchObject([{ name: 'start', url: 'https://acme.test/api/v1/sessions', timeout: 30_000 }]);
    expect([lane.id, lane.busy, lane.dead]).toEqual([undefined, true, false]);
  });

  test('keeps its events until the id is known, then sends them in order, one at a time, 10 s each', async () => {
    const desk = createDesk();
    desk.push('a', 'b');
    desk.push('c');
    expect(desk.names).toEqual(['start']);
    await desk.answer(201, { location });
    expect(desk.lane.id).toBe('s1');
    expect(desk.requests[1]).toMatchObject({ name: 'a', url: 'https://acme.test/api/v1/sessions/s1/events', timeout: 10_000 });
    for (const names of [
      ['start', 'a'],
      ['start', 'a', 'b'],
      ['start', 'a', 'b', 'c'],
    ]) {
      expect(desk.names).toEqual(names);
      await desk.answer(204);
    }
    expect([desk.names.length, desk.lane.busy, desk.lost]).toEqual([4, false, []]);
  });

  test('goes on when something is pushed after it was done', async () => {
    const desk = await createOpenDesk();
    expect(desk.lane.busy).toBe(false);
    desk.push('a');
    desk.push('b');
    expect(desk.names).toEqual(['start', 'a']);
    await desk.answer(204);
    expect(desk.names).toEqual(['start', 'a', 'b']);
  });

  test.each([
    ['/api/v1/sessions/s1', 's1'],
    ['https://other.test/first-party/api/v1/sessions/s2', 's2'],
    ['/api/va/sessions/s3/', 's3'],
  ])('reads its id from the Location %s', async (where, id) => {
    const desk = createDesk();
    await desk.answer(201, { location: where });
    expect(desk.lane.id).toBe(id);
  });

  test('sends where its endpoint is, whatever the Location says', async () => {
    const desk = createDesk('https://acme.test/first-party/');
    desk.push('a');
    await desk.answer(201, { location: 'https://other.test/api/v1/sessions/s2' });
    expect(desk.requests.map(({ url }) => url)).toEqual([
      'https://acme.test/first-party/api/v1/sessions',
      'https://acme.test/first-party/api/v1/sessions/s2/events',
    ]);
  });
});

describe('what is tried again', () => {
  test.each([0, 408, 429, 500, 503])('an opening answered with %i, after 1 s, 2 s, 4 s; its events wait', async (status) => {
    const desk = createDesk();
    desk.push('a');
    for (const wait of [999, 1_998, 3_996]) {
      await desk.answer(status);
      await desk.pass(wait - 1);
      const before = desk.names.length;
      await desk.pass(1);
      expect(desk.names.length).toBe(before + 1);
    }
    await desk.answer(201, { location });
    expect(desk.names).toEqual(['start', 'start', 'start', 'start', 'a']);
    expect(desk.lost).toEqual([]);
  });

  test.each([undefined, null, '', '/somewhere/else'])('an opening whose Location is %j', async (where) => {
    const desk = createDesk();
    await desk.answer(201, { location: where as null });
    expect(desk.lane.id).toBeUndefined();
    await desk.pass(1_000);
    await desk.answer(201, { location });
    expect([desk.names, desk.lane.id]).toEqual([['start', 'start'], 's1']);
  });

  test.each([0, 408, 429, 500, 503])('an event answered with %i; it stays first', async (status) => {
    const desk = await createOpenDesk('a', 'b');
    await desk.answer(status);
    await desk.pass(998);
    expect(desk.names).toEqual(['start', 'a']);
    await desk.pass(1);
    expect(desk.names).toEqual(['start', 'a', 'a']);
    await desk.answer(204);
    expect(desk.names).toEqual(['start', 'a', 'a', 'b']);
    expect(desk.lost).toEqual([]);
  });

  test('waits from 1 s again once something was delivered', async () => {
    const desk = await createOpenDesk('a', 'b');
    for (const wait of [999, 1_998]) {
      await desk.answer(0);
      await desk.pass(wait);
    }
    await desk.answer(204);
    await desk.answer(0);
    await desk.pass(999);
    expect(desk.names).toEqual(['start', 'a', 'a', 'a', 'b', 'b']);
  });

  test('at once when it is woken', async () => {
    const desk = await createOpenDesk('a');
    await desk.answer(0);
    desk.lane.wake();
    await desk.pass(0);
    expect(desk.names).toEqual(['start', 'a', 'a']);
  });

  test('is not sent twice when it is woken while it is on its way', async () => {
    const desk = await createOpenDesk('a');
    desk.lane.wake();
    await desk.pass(60_000);
    expect(desk.names).toEqual(['start', 'a']);
  });

  test('is not sent twice when the old timer rings after the waking', async () => {
    const desk = await createOpenDesk('a');
    await desk.answer(0);
    desk.lane.wake();
    await desk.pass(60_000);
    expect(desk.names).toEqual(['start', 'a', 'a']);
  });
});

describe('what the service asks for', () => {
  test('is waited for as long as it says, when that is longer', async () => {
    const desk = await createOpenDesk('a');
    await desk.answer(503, { after: 20_000 });
    await desk.pass(19_999);
    expect(desk.names).toEqual(['start', 'a']);
    await desk.pass(1);
    expect(desk.names).toEqual(['start', 'a', 'a']);
    await desk.answer(429, { after: 5 });
    await desk.pass(1_997);
    expect(desk.names.length).toBe(3);
    await desk.pass(1);
    expect(desk.names.length).toBe(4);
  });

  test('is not waited for longer than ten minutes', async () => {
    const desk = await createOpenDesk('a');
    await desk.answer(503, { after: 86_400_000 });
    await desk.pass(600_000);
    expect(desk.names).toEqual(['start', 'a', 'a']);
  });

  test('five times of one event gives that up and goes on; no answer counts for nothing', async () => {
    const desk = await createOpenDesk('a', 'b');
    for (const status of [500, 0, 503, 0, 502, 504, 408, 0]) {
      await desk.answer(status);
      await desk.pass(60_000);
    }
    expect([desk.names.filter((name) => name === 'a').length, desk.lost]).toEqual([9, []]);
    await desk.answer(500, { message: 'down' });
    expect([desk.lost, desk.names.at(-1)]).toEqual([[['a', 'refused', 'down']], 'b']);
    for (let time = 0; time < 4; time++) {
      await desk.answer(500);
      await desk.pass(60_000);
    }
    expect(desk.lost.length).toBe(1);
    await desk.answer(500);
    expect(desk.lost[1]).toEqual(['b', 'refused']);
  });

  test('is opened for as long as it takes', async () => {
    const desk = createDesk();
    for (let time = 0; time < 20; time++) {
      await desk.answer(500);
      await desk.pass(60_000);
    }
    expect([desk.names.length, desk.lost]).toEqual([21, []]);
  });
});

describe('a queue that grows too long', () => {
  const many = (from: number, count: number, tail = ''): string[] =>
    Array.from({ length: count }, (_, index) => `${from + index}${tail}`);

  test('gives up the oldest that can be spared, and nothing else', async () => {
    const desk = await createOpenDesk('first~', ...many(0, 490), 'x~', 'y~', ...many(490, 20));
    expect(desk.lost).toEqual([
      ['x~', 'overflow'],
      ['y~', 'overflow'],
    ]);
  });

  test('gives up the oldest of all when thousands cannot be spared', async () => {
    const desk = await createOpenDesk('first', ...many(0, 1_999));
    expect(desk.lost).toEqual([]);
    desk.push('last');
    expect(desk.lost).toEqual([['0', 'overflow']]);
  });

  test('is measured in bytes, too', async () => {
    // About as much as an event may carry.
    const big = 'b'.repeat(25_000);
    const desk = await createOpenDesk('a', 'x~', ...many(0, 10, big));
    expect(desk.lost).toEqual([]);
    desk.push(big);
    expect(desk.lost).toEqual([['x~', 'overflow']]);
  });
});
