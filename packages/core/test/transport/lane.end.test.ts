import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDesk, createOpenDesk } from './desk';

beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0.999));
afterEach(() => void vi.restoreAllMocks());

describe('what is refused', () => {
  test.each([400, 401, 403, 413, 422])(
    'an event answered with %i is lost with what the service said, and the next one goes on',
    async (status) => {
      const desk = await createOpenDesk('a', 'b');
      await desk.answer(status, { message: 'no such key' });
      expect(desk.lost).toEqual([['a', 'refused', 'no such key']]);
      expect(desk.names).toEqual(['start', 'a', 'b']);
      expect(desk.lane.dead).toBe(false);
    },
  );

  test('an opening takes all that waits with it, and what comes later', async () => {
    const desk = createDesk();
    desk.push('a', 'b');
    await desk.answer(400, { message: 'no such key' });
    expect(desk.lost).toEqual([
      ['start', 'refused', 'no such key'],
      ['a', 'refused', 'no such key'],
      ['b', 'refused', 'no such key'],
    ]);
    expect([desk.lane.dead, desk.lane.busy]).toEqual([true, false]);
    desk.push('c');
    await desk.pass(600_000);
    expect(desk.lost.slice(3)).toEqual([['c', 'refused', expect.any(String)]]);
    expect(desk.names).toEqual(['start']);
  });
});

describe('a session that the service does not know any more', () => {
  test.each([404, 410])('%i gives the event to whom it may concern, who takes the rest', async (status) => {
    let rest: string[] = [];
    const desk = createDesk(undefined, (lane) => (rest = lane.take().map(({ event }) => event.name)));
    desk.push('a', 'b', 'c');
    await desk.answer(201, { location: '/api/v1/sessions/s1' });
    await desk.answer(status);
    expect([desk.gone, rest]).toEqual([['a'], ['b', 'c']]);
    expect([desk.lane.dead, desk.lane.busy, desk.lost]).toEqual([true, false, []]);
    await desk.pass(600_000);
    expect(desk.names).toEqual(['start', 'a']);
  });

  test('by its ten minutes of silence is not asked with what can be spared, only with what cannot', async () => {
    const desk = await createOpenDesk('a', 'b~', 'c~');
    await desk.answer(204);
    for (let minute = 0; minute < 11; minute++) {
      await desk.answer(0);
      await desk.pass(60_000);
    }
    expect([desk.gone, desk.names.filter((name) => name === 'b~').length]).toEqual([['b~'], 11]);
    const other = await createOpenDesk('a', 'b');
    await other.answer(204);
    await other.pass(660_000);
    await other.answer(0);
    await other.pass(60_000);
    expect([other.gone, other.names]).toEqual([[], ['start', 'a', 'b', 'b']]);
  });

  test('but for a ping just before is asked', async () => {
    const desk = await createOpenDesk('a');
    await desk.answer(204);
    await desk.pass(600_000);
    desk.push('b~');
    expect([desk.gone, desk.names]).toEqual([[], ['start', 'a', 'b~']]);
  });

  test('a reply that comes after the lane was given up changes nothing', async () => {
    for (const status of [204, 400, 404, 0]) {
      const desk = await createOpenDesk('a', 'b');
      desk.lane.take();
      await desk.answer(status);
      await desk.pass(600_000);
      expect([desk.names, desk.lost, desk.gone]).toEqual([['start', 'a'], [], []]);
    }
  });

  test('an opening that is answered after the lane was given up changes nothing', async () => {
    const desk = createDesk();
    desk.lane.take();
    await desk.answer(201, { location: '/api/v1/sessions/s1' });
    expect([desk.lane.id, desk.names]).toEqual([undefined, ['start']]);
  });
});

describe('when the page goes', () => {
  test('the rest is sent side by side, behind the one that is on its way', async () => {
    const desk = await createOpenDesk('a', 'b', 'c');
    desk.lane.leave(false);
    expect(desk.names).toEqual(['start', 'a', 'b', 'c']);
    for (const request of desk.requests.slice(1)) await request.answer({ status: 204 });
    await desk.pass(600_000);
    expect([desk.names.length, desk.lost]).toEqual([4, []]);
  });

  test.each([0, -3_600_000])(
    'an event that waits to be tried again is tried at once, the clock moved by %i ms',
    async (moved) => {
      const desk = await createOpenDesk('a', 'b');
      await desk.answer(503);
      await desk.pass(200);
      desk.clock.set(desk.clock.now() + moved);
      desk.lane.leave(false);
      await desk.pass(0);
      expect([...desk.names].sort()).toEqual(['a', 'a', 'b', 'start']);
    },
  );

  test.each([
    [0, 'unanswered'],
    [503, 'unanswered'],
    [400, 'refused'],
    [404, 'expired'],
  ] as const)('what is answered with %i is not tried again: %s', async (status, reason) => {
    const desk = await createOpenDesk('a', 'b');
    desk.lane.leave(false);
    await desk.requests[2]!.answer({ status, message: 'why' });
    await desk.pass(600_000);
    expect(desk.lost).toEqual([['b', reason, 'why']]);
    expect(desk.names).toEqual(['start', 'a', 'b']);
  });

  test.each(['before', 'after'])(
    'the one on its way that fails just %s the page goes is not tried again: it may have arrived',
    async (when) => {
      const desk = await createOpenDesk('a', 'b');
      if (when === 'after') desk.lane.leave(false);
      await desk.requests[1]!.answer({ status: 0 });
      if (when === 'before') desk.lane.leave(false);
      desk.lane.wake();
      await desk.pass(600_000);
      expect([desk.names, desk.lost]).toEqual([['start', 'a', 'b'], [['a', 'unanswered']]]);
    },
  );

  test('nothing can be sent before the id is known; a page that is not gone yet as it comes sends all at once', async () => {
    const desk = createDesk();
    desk.push('a', 'b~', 'c');
    desk.lane.leave(true);
    expect(desk.names).toEqual(['start']);
    await desk.answer(201, { location: '/api/v1/sessions/s1' });
    expect(desk.names).toEqual(['start', 'c', 'b~', 'a']);
    for (const request of desk.requests.slice(1)) await request.answer({ status: 204 });
    expect([desk.names.length, desk.lost, desk.lane.busy]).toEqual([4, [], false]);
  });

  test('nothing can be sent before the id is known; a page that is back by then has time', async () => {
    const desk = createDesk();
    desk.push('a', 'b');
    desk.lane.leave(true);
    desk.lane.wake();
    await desk.answer(201, { location: '/api/v1/sessions/s1' });
    expect(desk.names).toEqual(['start', 'a']);
  });

  test('an opening that is cut as the page goes into the cache is not sent again: it may have opened a session', async () => {
    const desk = createDesk();
    desk.push('a');
    desk.lane.leave(true);
    await desk.answer(0);
    desk.lane.wake();
    await desk.pass(600_000);
    expect([desk.names, desk.lost]).toEqual([
      ['start'],
      [
        ['start', 'unanswered'],
        ['a', 'left'],
      ],
    ]);
  });

  test('an opening that is refused for now as the page goes into the cache is sent again', async () => {
    const desk = createDesk();
    desk.lane.leave(true);
    await desk.answer(503);
    desk.lane.wake();
    await desk.pass(2_000);
    expect(desk.names).toEqual(['start', 'start']);
  });

  test('nothing can be sent before the id is known, and a page that does not come back has lost it', async () => {
    const desk = createDesk();
    desk.push('a', 'b');
    desk.lane.leave(false);
    expect(desk.lost).toEqual([
      ['a', 'left'],
      ['b', 'left'],
    ]);
  });

  test('an opening that waits to be tried again is lost with all that waits for it', async () => {
    const desk = createDesk();
    desk.push('a');
    await desk.answer(503, { message: 'busy' });
    desk.lane.leave(false);
    await desk.pass(600_000);
    expect([desk.names, desk.lost]).toEqual([
      ['start'],
      [
        ['a', 'left'],
        ['start', 'left', 'busy'],
      ],
    ]);
  });

  test('what can be spared is sent last', async () => {
    const desk = await createOpenDesk('a');
    desk.push('b~', 'c', 'd~', 'e');
    desk.lane.leave(false);
    expect(desk.names).toEqual(['start', 'a', 'c', 'e', 'b~', 'd~']);
  });

  test('what was not even sent is left behind', async () => {
    const desk = await createOpenDesk('a', 'b');
    desk.lane.leave(false);
    await desk.requests[2]!.answer({ status: 0, unsent: true });
    expect([desk.requests.map(({ leaving }) => leaving), desk.lost]).toEqual([[undefined, undefined, true], [['b', 'left']]]);
  });

  test('an idle lane sends nothing', async () => {
    const desk = await createOpenDesk();
    desk.lane.leave(false);
    await desk.pass(0);
    expect(desk.names).toEqual(['start']);
  });
});

describe('when the tracker is destroyed', () => {
  test('what is queued is still sent as replies come', async () => {
    const desk = await createOpenDesk('a', 'b');
    desk.lane.finish();
    await desk.answer(204);
    await desk.answer(204);
    expect([desk.names, desk.lost, desk.lane.busy]).toEqual([['start', 'a', 'b'], [], false]);
  });

  test('no attempt is repeated: what fails is given up, and the next one gets its chance', async () => {
    const desk = await createOpenDesk('a', 'b');
    desk.lane.finish();
    await desk.answer(503, { message: 'busy' });
    await desk.answer(204);
    expect(desk.lost).toEqual([['a', 'destroyed', 'busy']]);
    expect(desk.names).toEqual(['start', 'a', 'b']);
    expect(desk.clock.timers).toBe(0);
  });

  test('an event that waits to be tried again gets its last chance at once', async () => {
    const desk = await createOpenDesk('a');
    await desk.answer(503);
    desk.lane.finish();
    await desk.pass(0);
    expect(desk.names).toEqual(['start', 'a', 'a']);
    await desk.answer(503);
    expect(desk.lost).toEqual([['a', 'destroyed']]);
  });

  test.each([0, 503, 201])('an opening that fails with %i takes all that waits with it', async (status) => {
    const desk = createDesk();
    desk.push('a');
    desk.lane.finish();
    await desk.answer(status);
    expect(desk.lost.map(([name, reason]) => [name, reason])).toEqual([
      ['start', 'destroyed'],
      ['a', 'destroyed'],
    ]);
    expect(desk.lane.busy).toBe(false);
  });
});
