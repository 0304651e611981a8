import { describe, expect, it } from 'vitest';
import { createGate } from '../src/inspect/gate';
import { createSlices } from '../src/slices';

/** Keeps the process busy for longer than Node's shortest timer, as making a page of 5,000 events does. */
function work(): void {
  const until = performance.now() + 3;
  while (performance.now() < until);
}

/** Counts how often Node has looked at its sockets until the work was done: a request of a viewer is read at no other time. */
async function looksDuring(run: () => Promise<unknown>): Promise<number> {
  let looks = 0;
  let isOver = false;
  const look = (): void => {
    looks++;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  await run();
  isOver = true;
  return looks;
}

describe('Long work', () => {
  it('of many who look at sessions lets calls in after every second look', async () => {
    const gate = createGate();
    const looks = await looksDuring(() => Promise.all(Array.from({ length: 40 }, () => gate.run(async () => work()))));
    expect(looks).toBeGreaterThanOrEqual(19);
  });
  it('that is divided, by several callers at once, lets calls in after every part', async () => {
    async function divided(): Promise<void> {
      const { pause } = createSlices();
      for (let part = 0; part < 20; part++) {
        work();
        await pause();
      }
    }
    const looks = await looksDuring(() => Promise.all([divided(), divided(), divided()]));
    expect(looks).toBeGreaterThanOrEqual(8);
  });
});
