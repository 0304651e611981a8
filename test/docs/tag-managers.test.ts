import { expect, test } from 'vitest';
import { snippetsOf } from './snippets';

const [script = '', content = '', consent = ''] = snippetsOf('docs/start/tag-managers.md').map(({ code }) => code);

class VideoStandIn {
  readonly isStandIn = true;
}

/** A page on which scripts load at once, as far as the code for tag managers uses it. */
function createPage(first: VideoStandIn | null) {
  const loaded: string[] = [];
  const attached: unknown[] = [];
  const trackers: { params(): Promise<object>; media(): unknown }[] = [];
  const decisions: string[] = [];
  const captured: ((event: { target: unknown }) => void)[] = [];
  const window: { acmeMedia?: { content: object | null } } = {};
  const around = {
    window,
    HTMLVideoElement: VideoStandIn,
    document: {
      createElement: () => ({}),
      head: {
        appendChild: ({ src, onload }: { src: string; onload(): void }) => {
          loaded.push(src);
          onload();
        },
      },
      querySelector: () => first,
      addEventListener: (_type: string, listener: (typeof captured)[number]) => void captured.push(listener),
    },
    mediaCollection: {
      createTracker: (options: (typeof trackers)[number]) => {
        trackers.push(options);
        return {
          attach: (adapter: unknown) => void attached.push(adapter),
          consent: (decision: string) => void decisions.push(decision),
        };
      },
      ecidFromAlloy: () => Promise.resolve({ 'visitor.marketingCloudUserId': '123' }),
      html5: (video: unknown) => video,
    },
  };
  /** The code is text until it runs. */
  const run = (code: string): void => void new Function(...Object.keys(around), code)(...Object.values(around));
  return {
    run,
    loaded,
    attached,
    trackers,
    decisions,
    play: (target: unknown) => captured.forEach((listener) => listener({ target })),
  };
}

test('code for tag managers makes one tracker, however often its rule fires', async () => {
  const page = createPage(null);
  page.run(script);
  page.run(script);
  expect(page.loaded).toEqual(['/js/html5.min.js', '/js/identity.min.js']);
  expect(page.trackers).toHaveLength(1);
  expect(await page.trackers[0]!.params()).toMatchObject({
    'analytics.reportSuite': 'acme',
    'visitor.marketingCloudUserId': '123',
  });
});

test('it attaches to the video that is there, and to those that are added later, each once', () => {
  const [first, later] = [new VideoStandIn(), new VideoStandIn()];
  const page = createPage(first);
  page.run(script);
  page.play(first);
  page.play(later);
  page.play(later);
  page.play({});
  expect(page.attached).toEqual([first, later]);
});

test('content is read when a session starts, and without content nothing is tracked', () => {
  const page = createPage(null);
  page.run(script);
  expect(page.trackers[0]!.media()).toBeNull();
  page.run(content);
  expect(page.trackers[0]!.media()).toEqual({ params: { 'media.id': 'ep-1', 'media.name': 'Pilot' } });
});

test('the rule for consent passes it on, and does nothing before the tracker is there', () => {
  const page = createPage(null);
  page.run(consent);
  page.run(script);
  page.run(consent);
  expect(page.decisions).toEqual(['in']);
});
