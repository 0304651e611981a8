import { EventEmitter } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { createTracker, listen, type Adapter, type Tracker, type TrackerOptions, type TrackEventType } from '../src/index';
import { offline } from '../src/offline';
import { debug } from '../src/debug';
import { ecidFromAlloy } from '../src/identity';
import { createManualClock, createRecorder } from '../src/testing';
import { needs } from '../src/wire/form';
import { content, createFakeAdapter, params } from './tracking';

const root = (path: string): URL => new URL(`../../../${path}`, import.meta.url);
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const [visitor = '', byHand = '', withAdapter = '', kept = '', developing = '', doubles = '', adapter = ''] = [
  ...readme.matchAll(/```js\n([^]*?)```/g),
].map(([, code]) => code!.replace(/^import .*/gm, '').replace('export const', 'const'));

/** Runs an example with what its page would have around it; gives what `result` names. */
const run = (code: string, around: object, result: string): Promise<unknown> =>
  // An example is text until it runs.
  new Function(...Object.keys(around), `return (async () => { ${code}\nreturn ${result}; })()`)(
    ...Object.values(around),
  ) as Promise<unknown>;

test('the example of the visitor sends the ECID', async () => {
  const recorder = createRecorder();
  vi.stubGlobal('alloy', () => Promise.resolve({ identity: { ECID: '123' } }));
  const around = {
    createTracker: (options: TrackerOptions) =>
      createTracker({ ...options, clock: createManualClock(), fetch: recorder.fetch, onWarning: () => {} }),
    ecidFromAlloy,
  };
  const tracker = (await run(visitor, around, 'tracker')) as Tracker;
  tracker.track('sessionStart', content);
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(recorder.events[0]?.params).toMatchObject({ 'visitor.marketingCloudUserId': '123', 'media.channel': 'acme.example' });
  vi.unstubAllGlobals();
});

test('the example of checks while developing says what is wrong', async () => {
  const log = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const around = {
    createTracker: (options: TrackerOptions) =>
      createTracker({ ...options, clock: createManualClock(), fetch: createRecorder().fetch, onWarning: () => {} }),
    debug,
    params,
  };
  const tracker = (await run(developing, around, 'tracker')) as Tracker;
  tracker.track('sessionStart', { ...content, 'media.Show': 'x' } as typeof content);
  const logged = log.mock.calls.flat().join();
  expect(logged).toContain(/`(sessionStart: media\.Show: [^`]+)`/.exec(readme)![1]);
  log.mockRestore();
});

test.each(['', ...readdirSync(root('packages')).map((name) => `packages/${name}/`)])(
  'getting started in %sREADME.md begins with the ECID of the visitor',
  (folder) => {
    const path = root(`${folder}README.md`);
    const isForPages = !/collector|report/.test(folder);
    if (!isForPages || !existsSync(path)) return;
    const [before] = /^[^]*?```(js|html)/.exec(readFileSync(path, 'utf8'))!;
    expect(before).toMatch(
      /Pass the visitor's ECID first\. Without it Adobe creates a new visitor for every session[^]*ecidFrom/,
    );
  },
);

test('the examples by hand and with an adapter track a viewing', async () => {
  const recorder = createRecorder();
  const clock = createManualClock();
  const fake = createFakeAdapter();
  const around = {
    createTracker: (options: TrackerOptions) => createTracker({ ...options, clock, fetch: recorder.fetch, onWarning: () => {} }),
    player: { currentTime: 3 },
    html5: () => fake,
    video: undefined,
  };
  await run(byHand + withAdapter + "fake.emit({ type: 'playRequested' }); detach();", { ...around, fake }, 'tracker');
  await recorder.settled();
  expect([...recorder.sessions.values()].map((events) => events.map(({ eventType }) => eventType))).toEqual([
    ['sessionStart', 'play', 'sessionComplete'],
    ['sessionStart', 'sessionEnd'],
  ]);
  expect(recorder.events[0]).toMatchObject({ playerTime: { playhead: 3 }, customMetadata: { site: 'acme' } });
});

test('the example of downloaded content sends a session when it has ended', async () => {
  const recorder = createRecorder();
  const clock = createManualClock();
  const around = {
    createTracker: (options: TrackerOptions) => createTracker({ ...options, clock, fetch: recorder.fetch, onWarning: () => {} }),
    offline,
    endpoint: 'https://acme.test',
    params,
  };
  const ended = "tracker.track('sessionEnd'); await settled();";
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const count = (): number => recorder.events.length;
  const start = `tracker.track('sessionStart', ${JSON.stringify(content)}); await settled(); const before = count();`;
  expect(await run(kept + start + ended, { ...around, settled, count }, 'before')).toBe(0);
  expect(recorder.events.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'sessionEnd']);
});

test('the example of a test logs what it says', async () => {
  const logged: unknown[] = [];
  const around = {
    createTracker,
    createManualClock,
    createRecorder,
    params,
    console: { log: (line: unknown) => logged.push(line) },
  };
  await run(doubles, around, 'undefined');
  expect(logged).toEqual([['sessionStart', 'ping']]);
});

test('the page on adapters shows the same example', () => {
  const example = [...readme.matchAll(/```js\n[^]*?```/g)].at(6)![0];
  expect(readFileSync(root('docs/write-an-adapter.md'), 'utf8')).toContain(example);
});

test('the example of an adapter follows its player, and lets it go', async () => {
  const player = Object.assign(new EventEmitter(), { position: 5, asset: 'ep-1', duration: 60 });
  const make = (await run(adapter, { listen }, 'myPlayer')) as (player: unknown) => Adapter;
  const made: string[] = [];
  const tracker = createTracker({
    endpoint: 'https://acme.test',
    params,
    clock: createManualClock(),
    fetch: () => new Promise(() => {}),
    prerollWait: 0,
    onWarning: () => {},
    onEvent: ({ eventType, playerTime }) => made.push(`${eventType} ${playerTime.playhead}`),
  });
  const detach = tracker.attach(make(player));
  for (const word of ['playRequested', 'framesRun', 'paused', 'finished']) player.emit(word);
  expect(made).toEqual(['sessionStart 5', 'play 5', 'pauseStart 5', 'sessionComplete 5']);
  detach();
  expect(player.eventNames()).toEqual([]);
});

test('the table of events lists every event with the keys that it requires', () => {
  const words =
    'sessionStart play pauseStart seekStart seekComplete bufferStart bufferComplete bitrateChange adBreakStart adStart adComplete adSkip adBreakComplete chapterStart chapterComplete chapterSkip stateStart stateEnd error sessionComplete sessionEnd'.split(
      ' ',
    ) as TrackEventType[];
  const [, table = ''] = /## Events of `track`([^]*?)\n## /.exec(readme) ?? [];
  for (const word of words) {
    const row = table.split('\n').find((line) => line.split('|')[1]?.includes(`\`${word}\``)) ?? '';
    const required = Object.entries(needs[word as 'adStart'] ?? {}).filter(([, fits]) => !fits(undefined));
    expect(row.split('|')[2]?.match(/[\w.]+/g) ?? [], word).toEqual(required.map(([key]) => key));
  }
});
