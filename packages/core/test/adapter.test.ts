import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { listen, type Intent, type Intents } from '../src/index';

interface Events {
  started: { at: number };
  looped: unknown;
  silent: unknown;
}
const intents: Intents<Events> = {
  started: ({ at }) => ({ type: 'playing', playhead: at }),
  looped: () => [{ type: 'ended' }, { type: 'playRequested' }],
  silent: () => undefined,
};

test('binds a table to a DOM target, which gives the event', () => {
  const emitted: Intent[] = [];
  const target = new EventTarget();
  const stop = new AbortController();
  listen(target, intents, (intent) => emitted.push(intent), stop.signal);
  target.dispatchEvent(Object.assign(new Event('started'), { at: 3 }));
  target.dispatchEvent(new Event('looped'));
  target.dispatchEvent(new Event('silent'));
  expect(emitted).toEqual([{ type: 'playing', playhead: 3 }, { type: 'ended' }, { type: 'playRequested' }]);
  stop.abort();
  target.dispatchEvent(new Event('looped'));
  expect(emitted).toHaveLength(3);
});

test("binds a table to a player's emitter, which gives a type and data, and leaves by its own off", () => {
  const emitted: Intent[] = [];
  const player = new EventEmitter();
  const stop = new AbortController();
  listen(player, intents, (intent) => emitted.push(intent), stop.signal);
  player.emit('started', 'started', { at: 5 });
  expect(emitted).toEqual([{ type: 'playing', playhead: 5 }]);
  stop.abort();
  expect(player.eventNames()).toEqual([]);
});

test('an exception of a table costs its event alone, and reaches neither player nor page', () => {
  const log = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const emitted: Intent[] = [];
  const player = new EventEmitter();
  const broken: Intents<Events> = {
    ...intents,
    silent: () => {
      throw new Error('no player');
    },
  };
  listen(player, broken, (intent) => emitted.push(intent), new AbortController().signal);
  for (let turn = 0; turn < 3; turn++) expect(() => player.emit('silent', 'silent', {})).not.toThrow();
  player.emit('started', 'started', { at: 5 });
  expect(emitted).toEqual([{ type: 'playing', playhead: 5 }]);
  expect(log.mock.calls).toEqual([['media-collection: the event silent of the player is ignored:', new Error('no player')]]);
  log.mockRestore();
});
