import { expect, test, vi } from 'vitest';
import { follow, MediaCollectionElement } from '../src/index';
import { define, follow as followOnly } from '../src/only';

/** As much of an hls.js player as its adapter looks at. */
const createHls = () => ({ on: () => {}, off: () => {}, levels: [], currentLevel: -1, userConfig: {}, url: null, media: null });
const EXPECTED =
  '@media-collection/element: expected a <video>, an <audio>, a custom element that plays in one, or an hls.js, dash.js, Shaka or Video.js player that is not destroyed, got ';

test('a player is followed by the adapter of its shape', () => {
  expect(follow(createHls()).name).toBe('hls.js');
  const dash = {
    on: () => {},
    off: () => {},
    getVideoElement: () => null,
    getVersion: () => '5.2.1',
    getSource: () => undefined,
  };
  expect(follow(dash)).toMatchObject({ name: 'dash.js', version: '5.2.1' });
  const shaka = Object.assign(new EventTarget(), { getNetworkingEngine: () => ({}), getAssetUri: () => null });
  expect(follow(shaka)).toMatchObject({ name: 'shaka-player', target: shaka });
});

test('a media host that is no element, and has none yet, is followed when it has one', () => {
  const emitted: string[] = [];
  const host = Object.assign(new EventTarget(), { target: null, engine: null as unknown });
  const adapter = follow(host);
  expect(adapter).toMatchObject({ name: 'html5', target: host });
  expect([adapter.playhead(), adapter.media!()]).toEqual([NaN, {}]);
  const page = new AbortController();
  vi.stubGlobal('Element', function Element() {});
  adapter.subscribe(({ type }) => emitted.push(type), page.signal);
  const engine = createHls();
  host.engine = engine;
  host.dispatchEvent(new Event('loadstart'));
  expect(adapter).toMatchObject({ name: 'hls.js', target: engine });
  host.engine = createHls();
  host.dispatchEvent(new Event('loadstart'));
  expect(adapter.target).toBe(host.engine);
  expect(emitted.filter((type) => type === 'unloaded')).toHaveLength(1);
  page.abort();
  host.engine = engine;
  host.dispatchEvent(new Event('loadstart'));
  expect(adapter.target).not.toBe(engine);
  vi.unstubAllGlobals();
});

test('the element in which a host plays is known beside its player, so that another tracker of it is refused', () => {
  const video = { localName: 'video', currentTime: 0, currentSrc: '' };
  const host = Object.assign(new EventTarget(), { target: video, engine: createHls() });
  const adapter = follow(host);
  expect([adapter.target, adapter.element!()]).toEqual([host.engine, video]);
});

test.each([
  [5, '5'],
  [null, 'null'],
  [undefined, 'undefined'],
  ['video', 'video'],
  [{}, '[object Object]'],
  [new EventTarget(), '[object EventTarget]'],
  [{ ...createHls(), userConfig: null }, '[object Object]'],
])('anything else is named with what was expected (%#)', (media, got) => {
  expect(() => follow(media)).toThrow(new TypeError(EXPECTED + got));
});

test('a wrong option is named, whoever plays', () => {
  const wrong = { states: 'mute' } as never;
  for (const media of [createHls(), 5])
    expect(() => follow(media, wrong)).toThrow(
      '@media-collection/element: expected states to be an array of names of states, got mute',
    );
});

test('only the adapters that are named are used', () => {
  expect(() => followOnly(createHls())).toThrow(TypeError);
  const adapter = { name: 'mine', subscribe: () => {}, playhead: () => 0 };
  expect(followOnly(createHls(), { adapters: [() => adapter] })).toBe(adapter);
});

test('on a server the tag is neither defined nor in the way', () => {
  expect('customElements' in globalThis).toBe(false);
  expect(() => define()).not.toThrow();
  expect(typeof MediaCollectionElement).toBe('function');
});
