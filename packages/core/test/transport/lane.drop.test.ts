import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDesk, createOpenDesk } from './desk';

beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0.999));
afterEach(() => void vi.restoreAllMocks());

describe('what may not be sent any more', () => {
  test('is lost at once, but for the one that is on its way: that is lost if it does not arrive', async () => {
    for (const [status, alone] of [
      [204, []],
      [0, [['a', 'consent']]],
      [503, [['a', 'consent']]],
      [404, []],
    ] as const) {
      const desk = await createOpenDesk('a', 'b');
      desk.lane.drop('consent');
      expect(desk.lost).toEqual([['b', 'consent']]);
      await desk.answer(status);
      await desk.pass(600_000);
      expect([desk.names, desk.lost.slice(1), desk.gone]).toEqual([['start', 'a'], alone, status === 404 ? ['a'] : []]);
    }
  });

  test('is not tried again where it waits for that', async () => {
    const desk = await createOpenDesk('a', 'b');
    await desk.answer(0);
    desk.lane.drop('consent');
    await desk.pass(600_000);
    expect([desk.names, desk.lost]).toEqual([
      ['start', 'a'],
      [
        ['b', 'consent'],
        ['a', 'consent'],
      ],
    ]);
  });

  test('is lost once, also where the opening was refused or another session took it over', async () => {
    const refused = createDesk();
    refused.push('a');
    await refused.answer(400);
    refused.lane.drop('consent');
    const gone = await createOpenDesk('a', 'b');
    await gone.answer(404);
    gone.lane.drop('consent');
    expect([refused.lost.length, gone.lost]).toEqual([2, []]);
  });
});
