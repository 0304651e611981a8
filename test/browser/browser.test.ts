import { once } from 'node:events';
import { get } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startMediaServer, type MediaServer } from '../media/server.mjs';
import { byteOf, openBrowser, openStage, type Browser, type Stage } from './browser';

const sessionStart = {
  playerTime: { playhead: 0, ts: 1_700_000_000_000 },
  eventType: 'sessionStart',
  params: {
    'analytics.trackingServer': 'example.sc.omtrdc.net',
    'analytics.reportSuite': 'example',
    'visitor.marketingCloudOrgId': '1234567890@AdobeOrg',
    'media.id': 'clip',
    'media.length': 20,
    'media.contentType': 'vod',
    'media.playerName': 'test',
    'media.channel': 'test',
  },
};

describe('a stage', () => {
  let browser: Browser;
  let stage: Stage;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    stage = await openStage({ browser, html: '<video muted></video>' });
  });
  afterEach(() => stage.close());

  /** Plays a file until it has begun so many times, or an error came; resolves to what the element said, with the times in ms. */
  const play = (file: string, times: number) =>
    stage.page.evaluate(
      ([src, times]) => {
        const video = document.querySelector('video')!;
        const seen: { type: string; at: number; code: number | undefined }[] = [];
        const done = new Promise<typeof seen>((resolve) => {
          for (const type of ['playing', 'waiting', 'ended', 'error'])
            video.addEventListener(type, () => {
              seen.push({ type, at: performance.now(), code: video.error?.code });
              if (type === 'error' || seen.filter(({ type }) => type === 'playing').length === times) resolve(seen);
            });
        });
        video.src = src;
        // The element says by its events why it does not play.
        video.play().catch(() => undefined);
        return done;
      },
      [`${stage.media.url}/${file}`, times] as const,
    );

  const post = (body: unknown, path = '/api/v1/sessions') =>
    stage.page.evaluate(
      async ([url, body]) => {
        const reply = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
        return { status: reply.status, location: reply.headers.get('location') };
      },
      [stage.endpoint + path, JSON.stringify(body)] as const,
    );

  test('the clip plays', async () => {
    expect((await play('clip.mp4', 1)).at(-1)).toMatchObject({ type: 'playing' });
    expect(stage.pageErrors).toEqual([]);
  });

  test('a held body lets the player run dry for 4 s in the middle', async () => {
    const began = 3_000;
    stage.media.fault({ match: 'clip.mp4', afterBytes: byteOf(began / 1_000), holdMs: began + 4_000 });
    const seen = await play('clip.mp4', 2);
    const [playing, waiting, again] = seen.slice(-3);
    expect([playing, waiting, again].map((event) => event?.type)).toEqual(['playing', 'waiting', 'playing']);
    expect(waiting!.at - playing!.at).toBeGreaterThan(1_500);
    expect(again!.at - waiting!.at).toBeGreaterThan(3_000);
    expect(again!.at - waiting!.at).toBeLessThan(6_000);
  });

  test('a throttled clip stalls when it is held while it plays, and goes on when released', async () => {
    stage.media.fault({ match: 'clip.mp4', bytesPerSecond: 60_000 });
    let held: { release(): void } | undefined;
    await stage.page.exposeFunction('hold', () => {
      held = stage.media.fault({ match: 'clip.mp4', holdMs: Infinity });
    });
    await stage.page.exposeFunction('release', () => held?.release());
    await play('clip.mp4', 1);
    await stage.page.evaluate(async () => {
      const video = document.querySelector('video')!;
      const { hold, release } = window as unknown as Record<'hold' | 'release', () => Promise<void>>;
      const nextEvent = (type: string, when = () => true) =>
        new Promise<void>((resolve) => video.addEventListener(type, () => when() && resolve()));
      // Past the start, where a thin buffer makes a player wait on its own.
      await nextEvent('timeupdate', () => video.currentTime > 1);
      const waiting = nextEvent('waiting');
      await hold();
      await waiting;
      const playing = nextEvent('playing');
      await release();
      await playing;
    });
  });

  test('a missing file is error 4', async () => {
    stage.media.fault({ match: /clip/, status: 404 });
    expect((await play('clip.mp4', 1)).at(-1)).toMatchObject({ type: 'error', code: 4 });
    expect(stage.pageErrors.join()).toContain('404');
  });

  test('what the page posts across origins is reported in the order of ts', async () => {
    const { status, location } = await post(sessionStart);
    expect(status).toBe(201);
    const at = (eventType: string, ts: number) => ({ eventType, playerTime: { playhead: 0, ts } });
    await post(at('pauseStart', 1_700_000_000_002), `${location}/events`);
    await post(at('play', 1_700_000_000_001), `${location}/events`);
    await stage.until('play');
    expect(stage.calls.map(({ method }) => method)).toContain('OPTIONS');
    expect(stage.eventTypes()).toEqual(['sessionStart', 'play', 'pauseStart']);
    expect(stage.events()[0]).toEqual(sessionStart);
    expect(stage.eventTypes(1)).toEqual([]);
    expect(stage.pageErrors).toEqual([]);
  });

  test('waiting resolves on arrival, and in vain it says what came instead', async () => {
    const arrival = stage.until(({ playerTime }) => playerTime.playhead === 0);
    await post(sessionStart);
    expect(await arrival).toEqual(sessionStart);
    await post({ ...sessionStart, params: {} });
    await expect(stage.until('ping', { count: 2, timeoutMs: 50 })).rejects.toThrow(
      /50 ms for 2 of ping, and 0 came\.\nArrived: sessionStart, sessionStart 400 .*trackingServer/,
    );
  });

  test('errors of the page are kept', async () => {
    const rejected = stage.page.waitForEvent('pageerror', ({ message }) => message === 'unhandled');
    await stage.page.evaluate(() => {
      console.error('said');
      setTimeout(() => {
        void Promise.reject(new Error('unhandled'));
        throw new Error('uncaught');
      });
    });
    await rejected;
    expect(stage.pageErrors.join()).toMatch(/(?=.*uncaught)(?=.*unhandled)(?=.*said)/s);
    expect(browser.uncaught.splice(0).length).toBe(2);
  });
});

test('a browser in whose pages something was not caught does not close in silence', async () => {
  const browser = await openBrowser();
  const page = await browser.context.newPage();
  const rejected = page.waitForEvent('pageerror');
  await page.evaluate(() => void setTimeout(() => void Promise.reject(new Error('unhandled'))));
  await rejected;
  await expect(browser.close()).rejects.toThrow('Nobody caught in a page: Error: unhandled (about:blank)');
});

test('a stage of its own serves the built packages to script tags and to modules', async () => {
  const own = await openStage({
    html: ({ media, endpoint }) => `<p>${media} ${endpoint}</p>
      <script type="module">import { html5 } from '@media-collection/html5'; document.title = typeof html5;</script>`,
    scripts: ['/core.min.js', '/html5.min.js'],
  });
  expect(await own.page.textContent('p')).toBe(`${own.media.url} ${own.endpoint}`);
  expect(await own.page.title()).toBe('function');
  const { createTracker, html5 } = await own.page.evaluate(() => {
    const { createTracker, html5 } = window.mediaCollection;
    return { createTracker: typeof createTracker, html5: typeof html5 };
  });
  expect([createTracker, html5]).toEqual(['function', 'function']);
  expect(own.pageErrors).toEqual([]);
  await own.close();
});

describe('the media server', () => {
  let media: MediaServer;
  beforeEach(async () => {
    media = await startMediaServer();
  });
  afterEach(() => media.close());
  const ask = (path: string, headers = {}) => fetch(media.url + path, { headers });

  test.each([
    ['bytes=0-9', 206, 'bytes 0-9/157'],
    ['bytes=150-', 206, 'bytes 150-156/157'],
    ['bytes=-7', 206, 'bytes 150-156/157'],
    ['bytes=157-', 416, 'bytes */157'],
  ])('answers %s', async (range, status, contentRange) => {
    const reply = await ask('/captions.vtt', { range });
    expect([reply.status, reply.headers.get('content-range')]).toEqual([status, contentRange]);
    const [, from, to] = /(\d+)-(\d+)/.exec(contentRange) ?? [];
    expect((await reply.arrayBuffer()).byteLength).toBe(from && to ? Number(to) - Number(from) + 1 : 0);
  });

  test('names the type, allows every origin and forbids to store', async () => {
    const { headers } = await ask('/captions.vtt');
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/vtt; charset=utf-8',
      'access-control-allow-origin': '*',
      'cache-control': 'no-store',
    });
  });

  test.each(['/', '/../README.md', '/../../run.mjs', '//../../README.md', '/%2e%2e/README.md'])(
    'shows nothing at %s',
    async (path) => {
      // Not by fetch, which tidies a path before it sends it.
      const [reply] = await once(get(media.url, { path }), 'response');
      expect(reply.statusCode).toBe(404);
    },
  );

  test('holds a body at a position of the file until it is released', async () => {
    const hold = media.fault({ match: 'clip', holdMs: Infinity, afterBytes: 100_000 });
    const { body } = await ask('/clip.mp4');
    let bytes = 0;
    let held = 0;
    for await (const chunk of body!) {
      bytes += chunk.length;
      if (bytes < 100_000 || held) continue;
      held = bytes;
      hold.release();
    }
    expect([held, bytes]).toEqual([100_000, byteOf(20)]);
  });

  test('strikes as often as it is reported, and no more once the faults are cleared', async () => {
    media.fault({ match: 'captions', status: 503, count: 1 });
    expect((await ask('/captions.vtt')).status).toBe(503);
    expect((await ask('/captions.vtt')).status).toBe(200);
    media.fault({ match: 'captions', destroy: true });
    await expect(ask('/captions.vtt')).rejects.toThrow();
    media.clearFaults();
    expect((await ask('/captions.vtt')).status).toBe(200);
  });

  test('cuts a body at a position of the file', async () => {
    media.fault({ match: 'clip', destroy: true, afterBytes: 100_000 });
    const { body, headers } = await ask('/clip.mp4', { range: 'bytes=40000-' });
    expect(headers.get('content-range')).toMatch(/^bytes 40000-/);
    let bytes = 0;
    const drain = async () => {
      for await (const chunk of body!) bytes += chunk.length;
    };
    await expect(drain()).rejects.toThrow();
    expect(bytes).toBe(60_000);
  });

  test('delays an answer', async () => {
    media.fault({ match: 'captions', delayMs: 200 });
    const began = performance.now();
    await ask('/captions.vtt');
    expect(performance.now() - began).toBeGreaterThan(190);
  });
});
