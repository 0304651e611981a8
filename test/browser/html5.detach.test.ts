import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { OPENING, openScene, openTheatre, type Scene } from './html5-scene';
import type { Browser } from './kit';

declare global {
  interface Window {
    /** What is held open: listeners of the page and of elements, timers, observed boxes. */
    held(): string[];
  }
}

/** Counts what the scripts of a page hold open. */
function count(): void {
  const listeners = new Map<string, string>();
  const timers = new Map<number, string>();
  const boxes = new Map<ResizeObserver, number>();
  const ids = new WeakMap<object, number>();
  let last = 0;
  const idOf = (thing: object): number => ids.get(thing) ?? (ids.set(thing, ++last), last);
  const nameOf = (target: EventTarget | null): string | undefined =>
    target === null || target === window
      ? 'window'
      : target === document
        ? 'document'
        : target instanceof Element
          ? target.localName
          : undefined;
  type Listener = EventListenerOrEventListenerObject | null;
  type Options = boolean | AddEventListenerOptions;
  const keyOf = (target: EventTarget, type: string, listener: Listener, options?: Options): string | undefined => {
    const name = nameOf(target);
    const capture = typeof options === 'object' ? options.capture : options;
    return name && listener ? `${name} ${type} ${idOf(listener)} ${!!capture}` : undefined;
  };

  const { addEventListener, removeEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type: string, listener: Listener, options?: Options) {
    const key = keyOf(this, type, listener, options);
    const { signal } = typeof options === 'object' ? options : {};
    if (key && !signal?.aborted) {
      listeners.set(key, `${nameOf(this)} ${type}`);
      if (signal) addEventListener.call(signal, 'abort', () => listeners.delete(key));
    }
    addEventListener.call(this, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type: string, listener: Listener, options?: Options) {
    const key = keyOf(this, type, listener, options);
    if (key) listeners.delete(key);
    removeEventListener.call(this, type, listener, options as EventListenerOptions);
  };

  for (const kind of ['Timeout', 'Interval'] as const) {
    const set = window[`set${kind}`].bind(window) as (run: () => void, ms?: number) => number;
    const clear = window[`clear${kind}`].bind(window) as (id?: number) => void;
    Object.assign(window, {
      [`set${kind}`]: (run: () => void, ms?: number) => {
        const id = set(() => {
          if (kind === 'Timeout') timers.delete(id);
          run();
        }, ms);
        timers.set(id, `${kind} of ${ms} ms`);
        return id;
      },
      [`clear${kind}`]: (id: number) => {
        timers.delete(id);
        clear(id);
      },
    });
  }

  const { observe, disconnect } = ResizeObserver.prototype;
  ResizeObserver.prototype.observe = function (element) {
    boxes.set(this, (boxes.get(this) ?? 0) + 1);
    observe.call(this, element);
  };
  ResizeObserver.prototype.disconnect = function () {
    boxes.delete(this);
    disconnect.call(this);
  };

  window.held = () => [...listeners.values(), ...timers.values(), ...[...boxes.values()].map((boxes) => `${boxes} boxes`)];
}

const ARRIVAL_MS = 10_000;

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openTheatre();
  await browser.context.addInitScript(count);
});
afterAll(() => browser?.close());
beforeEach(async () => {
  scene = await openScene(browser);
});
afterEach(() => scene.close());

const held = () => scene.page.evaluate(() => window.held());

test('after detach nothing of the adapter is left, and after destroy nothing of the tracker', async () => {
  const [before, during] = await scene.page.evaluate(async () => {
    const before = window.held();
    await window.scene.perform();
    return [before, window.held()] as const;
  });
  expect(before).toEqual([]);
  expect(during.filter((name) => name.startsWith('video ')).length).toBeGreaterThan(12);
  expect(during.join()).toMatch(/document fullscreenchange.*Timeout.*1 boxes/);

  await scene.finish();
  // The answer to the last event may still be on its way.
  await expect.poll(held, { timeout: ARRIVAL_MS }).toEqual(['window pagehide', 'window online', 'document visibilitychange']);

  await scene.page.evaluate(async () => {
    const { element, past, tracker } = window.scene;
    await past(element.currentTime + 0.5);
    tracker.destroy();
  });
  expect(await held()).toEqual([]);
  await scene.settle();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
});

test('destroy alone takes everything down in the middle of playback', async () => {
  await scene.page.evaluate(async () => {
    const { perform } = window.scene;
    await perform();
    window.scene.tracker.destroy();
  });
  await scene.settle();
  await expect.poll(held, { timeout: ARRIVAL_MS }).toEqual([]);
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
});

test('a detached element can be collected, though the tracker stays', async () => {
  await scene.page.evaluate(async () => {
    const { perform, said } = window.scene;
    await perform();
    window.scene.detach();
    await said('sessionEnd');
    const { element } = window.scene;
    element.pause();
    element.removeAttribute('src');
    element.load();
    element.remove();
    Object.assign(window, { kept: new WeakRef(element) });
    window.scene.element = undefined!;
    window.scene.detach = () => undefined;
  });
  await scene.settle();
  const devTools = await scene.page.context().newCDPSession(scene.page);
  await expect
    .poll(
      async () => {
        await devTools.send('HeapProfiler.collectGarbage');
        return scene.page.evaluate(() => (window as unknown as { kept: WeakRef<object> }).kept.deref() === undefined);
      },
      { timeout: ARRIVAL_MS },
    )
    .toBe(true);
  expect(await scene.page.evaluate(() => typeof window.scene.tracker.track)).toBe('function');
});

test('anything but a media element is refused at once, and nothing is half attached', async () => {
  const refusals = await scene.page.evaluate(() => {
    const { scene, mediaCollection } = window;
    scene.tracker = mediaCollection.createTracker(scene.options());
    const before = window.held();
    const things = [undefined, null, 'video', {}, document.createElement('div'), document.querySelectorAll('video')];
    const refusals = things.map((thing) => {
      try {
        scene.tracker.attach(mediaCollection.html5(thing as unknown as HTMLVideoElement));
        return 'accepted';
      } catch (error) {
        return String(error);
      }
    });
    if (window.held().length !== before.length) refusals.push('something was left');
    scene.tracker.destroy();
    return refusals;
  });
  for (const refusal of refusals)
    expect(refusal).toMatch(/^TypeError: @media-collection\/html5: expected a <video> or <audio> element, got /);
  expect(refusals.length).toBe(6);
  expect(await held()).toEqual([]);
  await scene.settle();
  expect(scene.calls).toEqual([]);
});
