import { createTracker, type Adapter, type Emit, type Tracker, type TrackerOptions } from '@media-collection/core';
import { edge } from '@media-collection/core/edge';
import { createManualClock, createRecorder } from '@media-collection/core/testing';
import { offline } from '@media-collection/core/offline';
import { expect, test } from 'vitest';
import { read } from './snippets';

const params = {
  'analytics.trackingServer': 'acme.sc.omtrdc.net',
  'analytics.reportSuite': 'acme',
  'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
  'media.playerName': 'acme',
};
const known = { ...params, 'media.channel': 'acme.example' };
const content = { 'media.id': 'ep-1', 'media.length': 60, 'media.contentType': 'vod' };
const state = (name: string | number) => ({ 'media.state.name': `s${name}` });
const metadata = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`k${index}`, 'x'.repeat(1_000)]));

const adapter = (say: (emit: Emit) => void): Adapter => ({
  name: 'acme',
  playhead: () => 0,
  media: () => ({ params: { ...content, 'media.id': 'guessed' } }),
  subscribe: (emit) => say(emit),
});

/** Makes a tracker, does something with it, and waits for what is promised; gives what it was warned of. */
async function warned(
  options: Partial<Record<keyof TrackerOptions, unknown>>,
  act: (tracker: Tracker) => void,
  /** Seconds that pass. */
  seconds = 1,
): Promise<string[]> {
  const sentences: string[] = [];
  const clock = createManualClock();
  const tracker = createTracker({
    endpoint: 'https://acme.test',
    params: known,
    prerollWait: 0,
    clock,
    fetch: createRecorder().fetch,
    onWarning: (sentence: string) => void sentences.push(sentence),
    ...options,
  } as TrackerOptions);
  act(tracker);
  for (let second = 0; second < seconds; second++) {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    clock.advance(1_000);
  }
  return sentences;
}

const start = (tracker: Tracker): void => tracker.track('sessionStart', content);
const inSession =
  (act: (tracker: Tracker) => void) =>
  (tracker: Tracker): void => {
    start(tracker);
    act(tracker);
  };
const ad = { 'media.ad.id': 'a', 'media.ad.podPosition': 1 };
const pod = { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 };
const chapter = { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 9 };

const opened = (): Response => new Response(null, { status: 201, headers: { Location: '/api/v1/sessions/s' } });

/** Every mistake that the page on errors speaks of. */
const mistakes: Parameters<typeof warned>[] = [
  [{}, (tracker) => void tracker.attach(adapter((emit) => emit({ type: 'playRequested' })))],
  [{ params }, start],
  [{ params: () => ({ ...known, 'analytics.reportSuite': undefined }) }, start],
  [{ params: () => new Promise(() => {}) }, start],
  [{ prerollWait: () => '250' }, start],
  [{ playhead: () => '12.5' }, start],
  [
    {
      params: () => {
        throw new Error('not there');
      },
    },
    start,
  ],
  [{ params: () => Promise.reject(new Error('not there')) }, start],
  [{ media: () => Promise.reject(new Error('not there')) }, start],
  [{ params: () => 'x' }, start],
  [{ media: () => new Promise(() => {}) }, (tracker) => void tracker.attach(adapter((emit) => emit({ type: 'playRequested' })))],
  [{ media: () => 'x' }, start],
  [
    { ad: async () => ({}) },
    (tracker) =>
      void tracker.attach(
        adapter((emit) =>
          (['playRequested', 'playing', 'adBreakStarted', 'adAnnounced', 'playing'] as const).forEach((type) => emit({ type })),
        ),
      ),
  ],
  [
    { media: { params: { 'media.length': '60' } } },
    (tracker) => void tracker.attach(adapter((emit) => emit({ type: 'playRequested' }))),
  ],
  [{}, inSession((tracker) => (tracker.track as (...call: unknown[]) => void)('play', undefined, { my: 'own' }))],
  [
    { params: () => new Promise(() => {}) },
    (tracker) => {
      for (let film = 0; film < 21; film++) {
        start(tracker);
        tracker.track('sessionEnd');
      }
    },
  ],
  [{}, (tracker) => void tracker.attach(undefined as never)],
  [
    {},
    (tracker) => {
      const player = { ...adapter(() => {}), target: {} };
      createTracker({ endpoint: 'https://acme.test', params: known }).attach(player);
      tracker.attach(player);
    },
  ],
  [
    {},
    (tracker) => {
      const element = {};
      let given = undefined as object | undefined;
      let play = (): void => {};
      const player = { ...adapter((emit) => (play = () => emit({ type: 'playRequested' }))), element: () => given };
      tracker.attach(player);
      createTracker({ endpoint: 'https://acme.test', params: known }).attach({ ...adapter(() => {}), target: element });
      given = element;
      play();
    },
  ],
  [{ downloaded: true }, start],
  [{}, (tracker) => tracker.track('sessionStart', { ...content, 'media.show': {} as never })],
  [{}, inSession((tracker) => tracker.track('adBreakStart', { ...pod, position: 1 } as never))],
  [
    {},
    (tracker) => {
      const guess = { params: { 'media.ad.podIndex': 0 } };
      tracker.attach(adapter((emit) => emit({ type: 'adBreakStarted', guess })));
    },
  ],
  [{}, (tracker) => tracker.track('sessionStart', { ...content, 'media.name': 'x'.repeat(1_025) })],
  [{}, (tracker) => tracker.track('sessionStart', content, { ...metadata, synopsis: 'x'.repeat(1_024) })],
  [{}, inSession((tracker) => tracker.track('adStart', { ...ad, 'media.ad.length': 9 }))],
  [
    {},
    inSession((tracker) => {
      tracker.track('adBreakStart', pod);
      tracker.track('adStart', ad as never);
      tracker.track('play');
    }),
  ],
  [{}, (tracker) => tracker.track('play')],
  [{}, inSession((tracker) => tracker.track('sessionStart', content, { 'my-key': 'x', 'media.mood': 'x' }))],
  [{}, (tracker) => tracker.track('sessionStart', content, { 'my-key': 'x', 'media.mood': 'x' })],
  [
    {},
    inSession((tracker) => {
      tracker.track('pause' as 'pauseStart');
      tracker.track('seekComplete');
      tracker.track('chapterStart', { ...chapter, 'media.chapter.index': 0 });
    }),
  ],
  [
    {},
    inSession((tracker) => {
      tracker.track('seekStart');
      tracker.track('pauseStart');
      tracker.track('chapterComplete');
      tracker.track('chapterStart', chapter);
      tracker.track('chapterStart', chapter);
      for (let name = 0; name < 11; name++) tracker.track('stateStart', state(name));
    }),
  ],
  [{ consent: () => undefined }, start],
  [{ endpoint: 'http://acme.test', insecure: true }, start],
  [
    {},
    (tracker) => {
      tracker.destroy();
      tracker.attach(adapter(() => {}));
    },
  ],
  [
    {
      media: () => {
        throw new Error('not there');
      },
    },
    start,
  ],
  [{ fetch: async () => new Response(null, { status: 201 }) }, start],
  [{ endpoint: undefined, wire: edge({ datastreamId: 'd' }) }, start],
  [
    { fetch: async (url: string) => (url.endsWith('/sessions') ? opened() : new Response('', { status: 404 })) },
    inSession((tracker) => tracker.track('play')),
    30,
  ],
  [{ fetch: () => new Promise(() => {}), onLost: () => {} }, start, 30],
  [{ offline: offline() }, start],
];

/** What cannot be provoked here; packages/core/test/tracker.values.test.ts and offline/letting-go.test.ts hold the sentences. */
const elsewhere = [
  'internal error: this is a fault of media-collection, please report it: ',
  'a stored event is unreadable and was deleted: ',
];

test('every warning that the page on errors explains is given in these words', async () => {
  const [, table = ''] = read('docs/guide/errors.md').split('\n## Warnings\n');
  const explained = table
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => Array.from(line.split(' | ')[0]!.matchAll(/`([^`]+)`/g), ([, sentence]) => sentence!));
  const given = (await Promise.all(mistakes.map((mistake) => warned(...mistake)))).flat();
  const isGiven = (sentence: string): boolean =>
    given.some((words) =>
      sentence.startsWith('… ')
        ? words.endsWith(sentence.slice(2))
        : sentence.endsWith(' …')
          ? words.startsWith(sentence.slice(0, -2))
          : words === sentence,
    );
  expect(explained.length).toBeGreaterThan(15);
  given.push(...elsewhere);
  expect(explained.filter((sentence) => !isGiven(sentence))).toEqual([]);
});
