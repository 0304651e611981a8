import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { content } from '../tracking';
import { createBrowser, settle, type Visit } from './browser';

let browser: ReturnType<typeof createBrowser>;
beforeEach(() => void (browser = createBrowser()));
afterEach(() => void vi.unstubAllGlobals());

const events = (path: string): boolean => path.endsWith('/events');
/** Streams for 30 s, of which the network is there for the first second. */
const lose = async ({ tracker, pass }: Visit): Promise<void> => {
  tracker.track('sessionStart', content);
  await settle();
  tracker.track('play');
  await settle();
  browser.answer(-1);
  await pass(29_000);
};

describe('a streamed session', () => {
  test('keeps nothing but its place once all has arrived, and nothing at all when it is over', async () => {
    const { tracker, lost, warnings } = browser.visit();
    tracker.track('sessionStart', content);
    tracker.track('play');
    await settle();
    expect(await browser.stored()).toEqual(['sessionStart']);
    tracker.track('sessionEnd');
    await settle();
    expect([await browser.stored(), browser.locks.names, lost, warnings]).toEqual([[], [], [], []]);
    expect(browser.lines).toEqual(['sessions: sessionStart', 'sessions/s1/events: play', 'sessions/s1/events: sessionEnd']);
  });

  test('that crashed while the network was away gets the rest at the next visit, in order', async () => {
    await lose(browser.visit());
    expect(await browser.stored()).toEqual(['sessionStart', 'play', 'ping', 'ping']);
    browser.crash();
    browser.answer(0);
    const second = browser.visit();
    await settle();
    const rest = ['play', 'ping', 'ping'].map((type) => `sessions/s1/events: ${type}`);
    expect(browser.lines.slice(2)).toEqual(rest);
    expect([second.lost, await browser.stored()]).toEqual([[], []]);
  });

  test('that is left while the network is away gets the rest at the next visit', async () => {
    browser.navigator.onLine = false;
    const first = browser.visit();
    await lose(first);
    await first.leave();
    expect(first.lost).toEqual([]);
    browser.crash();
    browser.answer(0);
    browser.visit();
    await settle();
    expect(browser.lines.slice(2).join()).toMatch(/play,.*ping,.*ping,.*sessionEnd$/);
  });

  test('that is left while the network is there sends what is left as ever, once', async () => {
    const first = browser.visit();
    first.tracker.track('sessionStart', content);
    await settle();
    first.tracker.track('play');
    await first.leave();
    browser.crash();
    browser.visit();
    await settle();
    expect(browser.lines).toEqual(['sessions: sessionStart', 'sessions/s1/events: play', 'sessions/s1/events: sessionEnd']);
  });

  test('whose answers are not waited for by the page that goes is as good as delivered', async () => {
    const first = browser.visit({
      fetch: async (url) =>
        events(url) ? new Promise(() => {}) : new Response(null, { status: 201, headers: { Location: '/api/v1/sessions/s1' } }),
    });
    first.tracker.track('sessionStart', content);
    await settle();
    first.tracker.track('play');
    await first.leave();
    expect(await browser.stored()).toEqual([]);
  });

  test('that the service does not know any more is lost', async () => {
    await lose(browser.visit());
    browser.crash();
    browser.answer((path) => (events(path) ? 404 : 0));
    const second = browser.visit();
    await settle();
    expect(second.lost).toEqual(['play expired', 'ping expired', 'ping expired']);
    expect(await browser.stored()).toEqual([]);
  });

  test('loses the one event that is refused', async () => {
    await lose(browser.visit());
    browser.crash();
    let refusals = 0;
    browser.answer((path) => (events(path) && !refusals++ ? 400 : 0));
    const second = browser.visit();
    await settle();
    expect(second.lost).toEqual(['play refused {"message":"answered 400"}']);
    expect(browser.lines.slice(2).length).toBe(2);
  });

  test('that was lost and reopened in the same page keeps its events for the new one', async () => {
    const { tracker, pass, lost } = browser.visit();
    tracker.track('sessionStart', content);
    tracker.track('play');
    await settle();
    browser.answer((path) => (path.includes('s1') ? 404 : 0));
    await pass(1_000);
    await pass(10_000);
    tracker.track('sessionEnd');
    await settle();
    expect(browser.lines.slice(2).join(' ')).toMatch(/sessions: sessionStart .*play.*s2\/events: sessionEnd$/);
    expect([lost, await browser.stored(), browser.locks.names]).toEqual([[], [], []]);
  });

  test('of a tracker that is destroyed leaves what it could not deliver to the next one', async () => {
    const first = browser.visit();
    await lose(first);
    first.tracker.destroy();
    await settle();
    expect([first.lost, browser.locks.names]).toEqual([[], []]);
    browser.answer(0);
    browser.visit();
    await settle();
    expect(browser.lines.slice(2).join()).toMatch(/play,.*ping,.*ping,.*sessionEnd$/);
    expect(await browser.stored()).toEqual([]);
  });
});

describe('a streamed session that never got an id', () => {
  const types = ['sessionStart', 'play', 'play', 'ping', 'ping'];
  const strand = async (visit: Visit): Promise<void> => {
    browser.answer(-1);
    visit.tracker.track('sessionStart', content);
    visit.tracker.track('play');
    await visit.pass(29_000);
  };

  test('is opened when the network comes back', async () => {
    const visit = browser.visit();
    await strand(visit);
    browser.answer(0);
    visit.window.dispatchEvent(new Event('online'));
    await settle();
    expect(browser.lines[0]).toBe('sessions: sessionStart');
    expect(browser.lines.length).toBe(types.length);
    expect(await browser.stored()).toEqual(['sessionStart']);
  });

  test('is lost when the page goes, and reported there', async () => {
    const first = browser.visit();
    await strand(first);
    await first.leave();
    expect(first.lost.slice(0, 5)).toEqual(['play', 'play', 'ping', 'ping', 'sessionEnd'].map((type) => `${type} left`));
    browser.crash();
    browser.answer(0);
    const second = browser.visit();
    await settle();
    expect([second.lost, browser.sent]).toEqual([[], []]);
  });

  test('is lost when the page crashes, and reported at the next visit', async () => {
    await strand(browser.visit());
    browser.crash();
    browser.answer(0);
    const second = browser.visit();
    await settle();
    expect(second.lost).toEqual(types.map((type) => `${type} left`));
    expect([browser.sent, await browser.stored()]).toEqual([[], []]);
  });

  test.each(['crashed', 'left', 'destroyed'])(
    'and was %s is delivered as downloaded content where the page wants it',
    async (how) => {
      const late = { undelivered: 'downloaded' } as const;
      const first = browser.visit({}, late);
      await strand(first);
      if (how === 'left') await first.leave();
      if (how === 'destroyed') first.tracker.destroy();
      await settle();
      if (how !== 'destroyed') browser.crash();
      browser.answer(0);
      const second = browser.visit({}, late);
      await settle();
      expect(browser.lines).toEqual([`downloaded: ${types.join(' ')} sessionEnd`]);
      expect(browser.sent[0]!.events[0]!.params).toMatchObject({ 'media.downloaded': true });
      expect([first.lost, second.lost, await browser.stored()]).toEqual([[], [], []]);
    },
  );
});
