import { createTracker, type Adapter } from '@media-collection/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createElementClass, type MediaCollectionElement } from '../src/element-class';

const ATTRIBUTES: Record<string, string> = {
  ...{ endpoint: 'https://a.example', 'tracking-server': 't', 'report-suite': 'r', 'org-id': 'O@AdobeOrg' },
};

class FakeElement extends EventTarget {
  isConnected = true;
  parentNode = new EventTarget();
  parentElement = null;
  values: Record<string, string> = { ...ATTRIBUTES };
  get attributes() {
    return Object.entries(this.values).map(([name, value]) => ({ name, value }));
  }
  getAttribute(name: string) {
    return this.values[name] ?? null;
  }
  hasAttribute(name: string) {
    return name in this.values;
  }
  getRootNode() {
    return {};
  }
  querySelectorAll() {
    return [];
  }
}
class FakeObserver {
  observe() {}
  disconnect() {}
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('HTMLElement', FakeElement);
  vi.stubGlobal('MutationObserver', FakeObserver);
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

type FakeTag = MediaCollectionElement & FakeElement & { connectedCallback(): void; disconnectedCallback(): void };

/** A page of tags with two media, and the names of those that are followed now. */
function createPage() {
  const followed: string[] = [];
  const adapterOf = (media: unknown): Adapter => {
    const { name } = media as { name?: string };
    if (!name) throw TypeError('no media');
    return {
      name,
      target: media as object,
      playhead: () => 0,
      subscribe: (_, signal) => {
        followed.push(name);
        signal.addEventListener('abort', () => followed.splice(followed.indexOf(name), 1));
      },
    };
  };
  const Tag = createElementClass(adapterOf) as unknown as new () => FakeTag;
  const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
  const put = async (tag: FakeTag): Promise<void> => {
    tag.isConnected = true;
    tag.connectedCallback();
    await settle();
  };
  return {
    a: { name: 'a', isConnected: true },
    b: { name: 'b' },
    followed,
    adapterOf,
    put,
    set: async (tag: FakeTag, media: unknown): Promise<void> => {
      tag.media = media;
      await settle();
    },
    setOptions: async (tag: FakeTag, options: MediaCollectionElement['options']): Promise<void> => {
      tag.options = options;
      await settle();
    },
    remove: async (tag: FakeTag): Promise<void> => {
      tag.isConnected = false;
      tag.disconnectedCallback();
      await settle();
    },
    /** A tag in the page, with media; `ready` counts its event. */
    add: async (media: unknown, more: Record<string, string> = {}) => {
      const ready = vi.fn();
      const tag = Object.assign(new Tag(), { media });
      Object.assign(tag.values, more);
      tag.addEventListener('ready', ready);
      await put(tag);
      return { tag, ready };
    },
  };
}

/** A tracker of the page. */
const createOwn = () =>
  createTracker({
    endpoint: 'https://a.example',
    params: { 'analytics.trackingServer': 't', 'analytics.reportSuite': 'r', 'visitor.marketingCloudOrgId': 'O@AdobeOrg' },
    onWarning: () => {},
  });

test('a tag whose next media another tracker tracks leaves what it followed, and waits', async () => {
  const { a, b, followed, adapterOf, add, set } = createPage();
  const own = createOwn();
  own.attach(adapterOf(b));
  const { tag, ready } = await add(a);
  const { tracker } = tag;
  expect([followed, ready.mock.calls.length]).toEqual([['b', 'a'], 1]);
  await set(tag, b);
  expect([followed, tag.tracker]).toEqual([['b'], undefined]);
  expect(console.warn).toHaveBeenCalledTimes(1);
  await set(tag, a);
  expect([followed, ready.mock.calls.length]).toEqual([['b', 'a'], 2]);
  expect(tag.tracker).not.toBe(tracker);
  own.destroy();
});

test('a tag whose next media another tag tracks follows them when that one leaves, and what it left is free', async () => {
  const { a, b, followed, add, set, remove } = createPage();
  const first = await add(a);
  const second = await add(b, { 'report-suite': 'other' });
  const waiting = await add(a, { 'report-suite': 'third' });
  await set(first.tag, b);
  expect([followed, waiting.ready.mock.calls.length]).toEqual([['b', 'a'], 1]);
  await remove(second.tag);
  expect([followed, first.ready.mock.calls.length]).toEqual([['a', 'b'], 2]);
  await remove(first.tag);
  await remove(waiting.tag);
  expect(followed).toEqual([]);
});

test('a tag that never followed anything frees nothing as it leaves', async () => {
  const { add, remove } = createPage();
  const name = vi.fn(() => 'a');
  const media = Object.defineProperty({}, 'name', { get: name });
  await add(media);
  const waiting = await add(media, { 'report-suite': 'other' });
  const { tag } = await add(media, { endpoint: '' });
  name.mockClear();
  await remove(tag);
  expect([name.mock.calls.length, waiting.ready.mock.calls.length]).toEqual([0, 0]);
});

test('a tag that is given what is no media leaves what it followed', async () => {
  const { a, followed, add, set } = createPage();
  const { tag } = await add(a);
  await set(tag, {});
  expect([followed, tag.tracker]).toEqual([[], undefined]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(vi.mocked(console.warn).mock.calls).toEqual([['<media-collection>: it tracks nothing: no media.']]);
});

test('consent that is refused together with another value holds for the tracker that ends, too', async () => {
  const { a, add, setOptions } = createPage();
  const { tag } = await add(a);
  const { tracker } = tag;
  const calls: unknown[] = [];
  vi.spyOn(tracker!, 'consent').mockImplementation((decision) => void calls.push(decision));
  vi.spyOn(tracker!, 'destroy').mockImplementation(() => void calls.push('destroy'));
  await setOptions(tag, { consent: 'out', customMetadata: { plan: 'free' } });
  expect(calls).toEqual(['out', 'destroy']);
});

test('a second tag goes on with the tracker of the first one only where it describes the same content', async () => {
  const { a, followed, add, remove } = createPage();
  const first = await add(a, { 'media-id': 'ep-1' });
  const { tracker } = first.tag;
  const like = await add(a, { 'media-id': 'ep-1' });
  const other = await add(a, { 'media-id': 'ep-2' });
  expect([like.ready.mock.calls.length, followed]).toEqual([0, ['a']]);
  await remove(first.tag);
  expect([like.tag.tracker === tracker, other.tag.tracker]).toEqual([true, undefined]);
  await remove(like.tag);
  expect(other.ready).toHaveBeenCalledTimes(1);
  expect([followed, other.tag.tracker === tracker]).toEqual([['a'], false]);
});

test('a tag that gave its tracker away and waits does not end it when it leaves', async () => {
  const { a, followed, add, put, remove } = createPage();
  const first = await add(a);
  const second = await add(a);
  await remove(first.tag);
  await put(first.tag);
  // Its media are out of the page for a moment, so that it may return with them.
  a.isConnected = false;
  await remove(first.tag);
  const third = await add(a);
  expect([followed, third.ready.mock.calls.length, !!second.tag.tracker]).toEqual([['a'], 0, true]);
});
