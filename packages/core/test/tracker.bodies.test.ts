import { afterEach, describe, expect, test, vi } from 'vitest';
import { edge } from '../src/edge';
import type { Fetch, TrackerOptions } from '../src/index';
import { createBench } from './bench';
import { createBrowser, settle } from './offline/browser';
import { content } from './tracking';

afterEach(() => void vi.unstubAllGlobals());

/** The answers of a proxy whose body is not what it announced. */
const bodies: readonly (readonly [string, (status: number, headers?: HeadersInit) => Response])[] = [
  [
    'breaks off',
    (status, headers = {}) =>
      new Response(new ReadableStream({ start: (controller) => controller.error(new TypeError()) }), { status, headers }),
  ],
  ['never ends', (status, headers = {}) => new Response(new ReadableStream({ start: () => {} }), { status, headers })],
];
const opened = (): Response => new Response(null, { status: 201, headers: { Location: '/api/v1/sessions/s1' } });
const taken = (): Response => new Response(null, { status: 204 });

/** Plays for so long by hand; `answer` is asked with the path of each request, or the type of its event. */
const play = async (ms: number, answer: (what: string) => Response, options: Partial<TrackerOptions> = {}) => {
  const posts: string[] = [];
  const fetch: Fetch = async (url, { body }) => {
    const what = url.endsWith('/sessions') ? 'sessionStart' : (JSON.parse(body) as { eventType: string }).eventType;
    posts.push(what);
    return answer(what);
  };
  const bench = createBench({ prerollWait: 0, fetch, ...options });
  bench.tracker.track('sessionStart', content);
  bench.tracker.track('play');
  bench.tracker.track('bitrateChange');
  await bench.pass(ms);
  return { ...bench, posts };
};

describe.each(bodies)('an answer whose body %s', (_, broken) => {
  test('refuses an opening by its status', async () => {
    const { lost, posts } = await play(300_000, () => broken(403));
    expect(posts).toEqual(['sessionStart']);
    expect(lost.slice(0, 2)).toEqual(['sessionStart refused', 'play refused']);
  });

  test('refuses an event by its status, which is lost alone', async () => {
    let plays = 0;
    const { lost, posts } = await play(40_000, (what) => {
      if (what === 'sessionStart') return opened();
      return what === 'play' && !plays++ ? broken(400) : taken();
    });
    expect(posts.slice(0, 3)).toEqual(['sessionStart', 'play', 'bitrateChange']);
    expect(lost).toEqual(['play refused']);
  });

  test('tells by its status that the session is gone, and another is opened', async () => {
    let isGone = true;
    const { posts } = await play(40_000, (what) => {
      if (what === 'sessionStart') return opened();
      if (!isGone) return taken();
      isGone = false;
      return broken(404);
    });
    expect(posts.filter((what) => what === 'sessionStart').length).toBe(2);
  });

  test('counts among the five of 500 after which an event is given up', async () => {
    const { lost } = await play(180_000, (what) =>
      what === 'sessionStart' ? opened() : what === 'bitrateChange' ? broken(500) : taken(),
    );
    expect(lost).toEqual(['bitrateChange refused']);
  });

  test('asks to wait all the same', async () => {
    const { posts } = await play(100_000, () => broken(503, { 'Retry-After': '120' }));
    expect(posts).toEqual(['sessionStart']);
  });

  test('refuses by its status on the Edge Network', async () => {
    const wire = edge({ datastreamId: 'd' });
    const { lost, posts } = await play(300_000, () => broken(403), { endpoint: undefined, wire } as object);
    expect(posts.length).toBe(1);
    expect(lost[0]).toBe('sessionStart refused the Edge Network responded 403: 403');
  });

  test('refuses what is stored by its status', async () => {
    const browser = createBrowser();
    let posts = 0;
    const fetch: Fetch = async () => (posts++, broken(400));
    const { tracker, pass, lost } = browser.visit({ downloaded: true, fetch });
    tracker.track('sessionStart', content);
    tracker.track('sessionEnd');
    await settle();
    await pass(300_000);
    expect([posts, lost, await browser.stored()]).toEqual([1, ['sessionStart refused', 'sessionEnd refused'], []]);
  });
});
