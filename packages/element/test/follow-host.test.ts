import type { Adapter, Intent } from '@media-collection/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followWith } from '../src/follow';

class FakeElement extends EventTarget {}
class FakeObserver {
  static attributes: readonly string[] = [];
  static notify = (): void => {};
  constructor(listener: () => void) {
    FakeObserver.notify = listener;
  }
  observe(_: unknown, { attributeFilter = [] }: MutationObserverInit = {}) {
    FakeObserver.attributes = attributeFilter;
  }
  disconnect() {}
}

beforeEach(() => {
  vi.stubGlobal('Element', FakeElement);
  vi.stubGlobal('MutationObserver', FakeObserver);
  vi.stubGlobal('ResizeObserver', FakeObserver);
});
afterEach(() => void vi.unstubAllGlobals());

/** An element that plays at second 9 of its media. */
const createElement = () =>
  Object.assign(new FakeElement(), {
    ...{ localName: 'video', nodeType: 1, textTracks: Object.assign(new EventTarget(), { length: 0 }) },
    ...{ ownerDocument: new EventTarget(), getRootNode: () => ({}), isConnected: false },
    ...{ currentSrc: 'https://a.example/film.mp4', currentTime: 9, duration: 20, played: { length: 0 }, seekable: { length: 0 } },
    ...{ ended: false, error: null, loop: false, muted: false, networkState: 1, paused: false, volume: 1 },
    ...{ playbackRate: 1, readyState: 4, seeking: false, player: undefined as unknown },
  });

/** A player of which only its adapter knows anything. */
const createPlayer = (playhead = () => 9) => ({ adapter: { name: 'late', playhead, subscribe: vi.fn() } satisfies Adapter });
const adapterOf = ({ adapter }: ReturnType<typeof createPlayer>): Adapter => {
  if (!adapter) throw TypeError('not its player');
  return adapter;
};

/** Follows media; `look` lets it look for their player as it does after the attributes of the element changed. */
function follow(media: object) {
  const emitted: Intent[] = [];
  const adapter = followWith([adapterOf as never], media);
  adapter.subscribe((intent) => emitted.push(intent), new AbortController().signal);
  const look = async (): Promise<void> => {
    FakeObserver.notify();
    // It looks two microtasks later.
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return { adapter, look, unloads: () => emitted.filter(({ type }) => type === 'unloaded') };
}

test('a player that is made for an element is followed from then on, before anybody plays it', async () => {
  const element = createElement();
  const { adapter, look, unloads } = follow(element);
  expect(adapter.name).toBe('html5');
  // Video.js gives the element its class.
  expect(FakeObserver.attributes).toContain('class');
  const player = createPlayer();
  element.player = player;
  await look();
  expect(adapter.name).toBe('late');
  expect(player.adapter.subscribe).toHaveBeenCalledTimes(1);
  // The viewing of the element goes on in its player.
  expect(unloads()).toEqual([]);
});

test('a player that gives the element another source as it is made ends what the element played', async () => {
  const element = createElement();
  const { adapter, look, unloads } = follow(element);
  Object.assign(element, { player: createPlayer(), currentSrc: 'blob:https://a.example/1' });
  await look();
  expect(adapter.name).toBe('late');
  expect(unloads()).toEqual([{ type: 'unloaded', playhead: 9 }]);
});

test('a player that is disposed of and throws from then on is left, and nothing throws into the page', async () => {
  const element = createElement();
  element.player = createPlayer(() => {
    throw TypeError('disposed of');
  });
  const { adapter, look, unloads } = follow(element);
  expect(adapter.name).toBe('late');
  element.player = null;
  await look();
  expect(adapter.name).toBe('html5');
  expect(unloads()).toEqual([{ type: 'unloaded', playhead: undefined }]);
});

test('what a player or a custom element throws as it is looked at stays out of the page', async () => {
  const element = createElement();
  const { adapter, look } = follow(element);
  Object.defineProperty(element, 'api', {
    get: () => {
      throw TypeError('not now');
    },
    configurable: true,
  });
  await look();
  expect(() => element.dispatchEvent(new Event('loadstart'))).not.toThrow();
  Object.defineProperty(element, 'api', { value: undefined });
  const player = createPlayer();
  player.adapter.subscribe.mockImplementation(() => {
    throw TypeError('half made');
  });
  element.player = player;
  await look();
  expect(adapter.name).toBe('late');
  // It is still looked at.
  element.player = createPlayer();
  element.dispatchEvent(new Event('loadstart'));
  expect(adapter.playhead()).toBe(9);
});
