import { afterEach, describe, expect, test, vi } from 'vitest';
import type { TrackerOptions } from '../src/index';
import { content, createFakeAdapter, params, track } from './tracking';
import { createBench, createPlayer, createPromises, EPOCH, settle, type Params } from './waiting';

afterEach(() => void vi.unstubAllGlobals());

describe('promised params', () => {
  test('that come after other content began belong to the content that asked for them', async () => {
    const { keep, ask } = createPromises<Params>();
    const { tracker, fake, load, play, pass, sessions, lost } = createBench({ params: ask });
    tracker.attach(fake);
    play();
    pass(300);
    load('B');
    play();
    pass(500);
    keep[1]!({ ...params, 'media.show': 'of B' });
    await settle();
    expect(sessions(), 'sessions open in their order').toEqual([]);
    keep[0]!({ ...params, 'media.show': 'of A' });
    await settle();
    pass(4_500);
    tracker.destroy();
    await settle();
    expect(sessions()).toEqual([
      '0 sessionStart A 0, 0 play 0, 300 sessionEnd 0.3'.replace('0 play', '1 play'),
      '300 sessionStart B 0, 301 play 0, 1300 play 1, 5300 sessionEnd 5',
    ]);
    expect(lost).toEqual([]);
  });

  test('that come after other content was completed let the first go on where it was broken off', async () => {
    const { keep, ask } = createPromises<Params>();
    const { made, tracker, fake, load, play, pass } = createBench({ params: ask });
    tracker.attach(fake);
    play();
    pass(2_000);
    load('B');
    play();
    pass(2_000);
    fake.emit({ type: 'ended' });
    for (const each of keep) each(params);
    await settle();
    load('A');
    play();
    keep.at(-1)!(params);
    await settle();
    const starts = made
      .filter(({ eventType }) => eventType === 'sessionStart')
      .map(({ params }) => params as Record<string, unknown>);
    expect(starts.map((params) => [params['media.id'], params['media.resume']])).toEqual([
      ['A', false],
      ['B', false],
      ['A', true],
    ]);
  });

  test('that come after the player was exchanged lose neither of the two viewings', async () => {
    const { keep, ask } = createPromises<Params>();
    const { tracker, fake, play, pass, sessions, clock } = createBench({ params: ask });
    const detach = tracker.attach(fake);
    play();
    pass(500);
    detach();
    const other = createPlayer(clock);
    tracker.attach(other.fake);
    other.load('other');
    other.play();
    for (const each of keep) each(params);
    await settle();
    clock.advance(100);
    other.load('none');
    await settle();
    expect(sessions()).toEqual([
      '0 sessionStart A 0, 1 play 0, 500 sessionEnd 0.5',
      '500 sessionStart other 0, 501 play 0, 600 sessionEnd 0.1',
    ]);
  });

  test('report an effect that runs twice as plain params do', async () => {
    const act = async (options: Partial<TrackerOptions>, answer: () => void): Promise<string[]> => {
      const { tracker, fake, play, pass, sessions } = createBench(options);
      tracker.attach(fake)();
      tracker.attach(fake);
      play();
      pass(300);
      tracker.attach(fake);
      fake.emit({ type: 'playRequested', isLate: true });
      fake.emit({ type: 'playing' });
      pass(1_000);
      answer();
      await settle();
      pass(1_000);
      tracker.destroy();
      await settle();
      return sessions();
    };
    const { keep, ask } = createPromises<Params>();
    const promised = await act({ params: ask }, () => keep.forEach((each) => each(params)));
    const plain = await act({}, () => {});
    expect(promised).toEqual(plain);
    expect(plain[1]).toMatch(/^300 sessionStart A resume 0.3, 301 play 0.3/);
  });

  test('that come after a page went into the cache and came back: the second session resumes the first', async () => {
    const window = new EventTarget();
    vi.stubGlobal('window', window);
    vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }));
    const { keep, ask } = createPromises<Params>();
    const { tracker, fake, play, pass, sessions } = createBench({ params: ask });
    tracker.attach(fake);
    play();
    pass(500);
    window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
    window.dispatchEvent(new Event('pageshow'));
    play();
    pass(250);
    for (const each of keep) each(params);
    await settle();
    tracker.destroy();
    await settle();
    expect(sessions()).toEqual([
      '0 sessionStart A 0, 1 play 0, 500 sessionEnd 0.5',
      '500 sessionStart A resume 0.5, 501 play 0.5, 750 sessionEnd 0.75',
    ]);
  });

  test('of content that was refused in between are not those of the content that is agreed to', async () => {
    const { keep, ask } = createPromises<Params>();
    const { tracker, fake, load, play, pass, sessions } = createBench({ params: ask });
    tracker.attach(fake);
    play();
    pass(250);
    tracker.consent('out');
    load('B');
    play();
    pass(250);
    tracker.consent('in');
    await settle();
    pass(250);
    for (const each of keep) each(params);
    await settle();
    pass(250);
    tracker.destroy();
    await settle();
    expect(sessions()).toEqual(['500 sessionStart B 0.25, 501 play 0.25, 1000 sessionEnd 0.75']);
  });

  test('that come after destroy() still open what was seen', async () => {
    const { keep, ask } = createPromises<Params>();
    const { tracker, fake, play, pass, sessions, clock } = createBench({ params: ask });
    tracker.attach(fake);
    play();
    pass(750);
    tracker.destroy();
    keep[0]!(params);
    await settle();
    expect(sessions()).toEqual(['0 sessionStart A 0, 1 play 0, 750 sessionEnd 0.75']);
    expect(clock.timers).toBe(0);
  });

  test('that come 25 s late leave every event its own time, also what fell due by itself', async () => {
    const { keep, ask } = createPromises<Params>();
    const act = async (options: Partial<TrackerOptions>, answer: () => void) => {
      const { tracker, fake, play, pause, pass, recorder } = createBench(options);
      tracker.attach(fake);
      play();
      pass(5_000);
      pause();
      pass(8_000);
      play();
      pass(12_000);
      answer();
      await settle();
      pass(8_000);
      await settle();
      return recorder.events.map(
        ({ eventType, playerTime: { ts, playhead } }) => `${ts - EPOCH} ${eventType} ${playhead.toFixed(1)}`,
      );
    };
    const late = await act({ params: ask }, () => keep[0]!(params));
    const plain = await act({}, () => {});
    expect(late).toEqual(plain);
    expect(plain.filter((line) => line.includes(' ping ')).length).toBe(2);
  });

  test('that come late find each chapter completed that was played through, and no gap in it', async () => {
    const { keep, ask } = createPromises<Params>();
    const { tracker, fake, play, pass, made } = createBench({ params: ask });
    const chapter = (index?: number): void =>
      fake.emit({ type: 'chapter', chapter: index === undefined ? undefined : { index, start: index * 2, end: index * 2 + 2 } });
    tracker.attach(fake);
    play();
    for (const index of [1, 1, 2, undefined, undefined, 3]) {
      chapter(index);
      pass(2_000);
    }
    keep[0]!(params);
    await settle();
    expect(made.filter(({ eventType }) => eventType.startsWith('chapter')).map(({ eventType }) => eventType)).toEqual([
      'chapterStart',
      'chapterComplete',
      'chapterStart',
      'chapterComplete',
      'chapterStart',
    ]);
  });

  test('that come after the content was unloaded count nothing as played since', async () => {
    const { keep, ask } = createPromises<Params>();
    const { tracker, fake, play, clock, pass, sessions } = createBench({ params: ask });
    tracker.attach(fake);
    play();
    pass(500);
    fake.emit({ type: 'unloaded', mayReturn: true });
    clock.advance(900);
    keep[0]!(params);
    await settle();
    clock.advance(500);
    await settle();
    expect(sessions()).toEqual(['0 sessionStart A 0, 1 play 0, 500 sessionEnd 0.5']);
  });

  test('are not kept apart by a mid-roll that comes while they are awaited', async () => {
    const { keep, ask } = createPromises<Params>();
    const { tracker, fake, play, pass, types } = createBench({ params: ask });
    tracker.attach(fake);
    play();
    pass(3_000);
    fake.emit({ type: 'adBreakStarted' });
    fake.emit({ type: 'adAnnounced', guess: { params: { 'media.ad.id': 'a', 'media.ad.length': 5 } } });
    fake.emit({ type: 'playing' });
    keep[0]!(params);
    await settle();
    expect(types(), 'the play before the mid-roll stays').toBe('sessionStart play play adBreakStart adStart play');
  });

  test('that never come cost no more than the patience once the visitor is known from another content', async () => {
    const { keep, ask } = createPromises<Params>();
    const { tracker, fake, load, play, pass, sessions } = createBench({ params: ask });
    tracker.attach(fake);
    play();
    pass(1_500);
    load('B');
    play();
    keep[1]!(params);
    await settle();
    pass(1_000);
    expect(sessions().map((session) => session.split(' ')[2])).toEqual(['A', 'B']);
  });

  test('are waited for by a viewing that is paused just behind a seek, and does not stall', async () => {
    const { keep, ask } = createPromises<Params>();
    const { tracker, fake, play, pause, pass, types } = createBench({ params: ask });
    tracker.attach(fake);
    play();
    pass(500);
    for (const type of ['seeking', 'seeked', 'playing'] as const) fake.emit({ type });
    pause();
    pass(3_000);
    keep[0]!(params);
    await settle();
    expect(types()).toBe('sessionStart play pauseStart play pauseStart');
  });

  test('that come late, one after the other, leave each viewing its own', async () => {
    const { keep, ask } = createPromises<Params>();
    const { tracker, fake, load, play, pass, made } = createBench({ params: ask });
    tracker.attach(fake);
    play();
    pass(300);
    load('B');
    play();
    pass(2_700);
    for (const [index, visitor] of ['one', 'two'].entries()) {
      keep[index]!({ ...params, 'visitor.marketingCloudUserId': visitor });
      await settle();
      pass(300);
    }
    const starts = made.filter(({ eventType }) => eventType === 'sessionStart');
    expect(starts.map(({ params }) => (params as Params)['visitor.marketingCloudUserId'])).toEqual(['one', 'two']);
  });

  test('of more than 20 viewings are given up with a sentence, the oldest first', async () => {
    const { keep, ask } = createPromises<Params>();
    const { tracker, fake, load, play, pass, sessions, warnings } = createBench({ params: ask });
    tracker.attach(fake);
    for (let count = 0; count < 22; count++) {
      load(`film-${count}`);
      play();
      pass(250);
    }
    for (const each of keep) each(params);
    await settle();
    expect(sessions().length).toBe(20);
    expect(sessions()[0]).toContain('film-2');
    expect(warnings.filter((sentence) => sentence.startsWith('sessionStart is dropped')).length).toBe(2);
  });
});

describe('media() that returns a promise', () => {
  test('is waited for, and belongs to the content that asked', async () => {
    const { keep, ask } = createPromises<{ params: Params }>();
    const { tracker, fake, load, play, pass, sessions } = createBench({ media: ask });
    tracker.attach(fake);
    play();
    pass(250);
    load('B');
    play();
    keep[1]!({ params: { 'media.id': 'promised-B' } });
    keep[0]!({ params: { 'media.id': 'promised-A' } });
    await settle();
    expect(sessions().map((session) => session.split(' ')[2])).toEqual(['promised-A', 'promised-B']);
  });

  test('and null leaves this content untracked, not the next one', async () => {
    const { keep, ask } = createPromises<{ params: Params } | null>();
    const { tracker, fake, load, play, pass, sessions } = createBench({ media: ask });
    tracker.attach(fake);
    play();
    keep[0]!(null);
    await settle();
    pass(1_000);
    load('B');
    play();
    keep[1]!({ params: {} });
    await settle();
    expect(sessions().map((session) => session.split(' ')[2])).toEqual(['B']);
  });

  test('is not waited for longer than a second where the player knows its content', async () => {
    const { ask } = createPromises<object>();
    const { tracker, fake, play, pass, sessions } = createBench({ media: ask });
    tracker.attach(fake);
    play();
    pass(750);
    await settle();
    expect(sessions()).toEqual([]);
    pass(250);
    await settle();
    expect(sessions()[0]).toMatch(/^0 sessionStart A 0/);
  });

  test('and is rejected costs what it would have said', async () => {
    const { reject, ask } = createPromises<object>();
    const { tracker, fake, play, sessions, warnings } = createBench({ media: ask });
    tracker.attach(fake);
    play();
    reject[0]!(Object.create(null));
    await settle();
    expect(sessions()[0]).toMatch(/^0 sessionStart A 0/);
    expect(warnings.join()).toContain('media are missing: their promise was rejected: something that cannot be shown');
  });

  test('for an ad is left out by name', () => {
    const { tracker, fake, play, types, warnings } = createBench({ ad: (async () => ({})) as never, prerollWait: 0 });
    tracker.attach(fake);
    play();
    fake.emit({ type: 'adBreakStarted' });
    fake.emit({ type: 'adAnnounced', guess: { params: { 'media.ad.id': 'a', 'media.ad.length': 5 } } });
    fake.emit({ type: 'playing' });
    expect(types()).toBe('sessionStart play adBreakStart adStart play');
    expect(warnings).toContain('ad() is left out: it must not return a promise, because an ad is sent within 250 ms.');
  });
});

test('by hand, consent that is withdrawn and given again resumes the viewing as it stands then', async () => {
  const { clock, tracker, recorder, warnings } = track({ prerollWait: 0 });
  tracker.track('sessionStart', content, { my: 'own' });
  tracker.track('play');
  tracker.track('chapterStart', { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 9 });
  await settle();
  const { length } = recorder.events;
  tracker.consent('out');
  tracker.track('chapterComplete');
  tracker.track('stateStart', { 'media.state.name': 'mute' });
  clock.advance(20_000);
  await settle();
  expect(recorder.events.length).toBe(length);
  tracker.consent('in');
  await settle();
  const resumed = recorder.events.slice(length);
  expect(resumed.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'stateStart', 'play']);
  expect(resumed[0]!.params).toMatchObject({ ...content, 'media.resume': true });
  expect(resumed[0]!.customMetadata).toEqual({ my: 'own' });
  tracker.track('sessionEnd');
  await settle();
  expect(recorder.events.at(-1)!.eventType).toBe('sessionEnd');
  expect(warnings.filter((sentence) => sentence.includes('ignored'))).toEqual([]);
});

test('an answer does not move a start: a player that jumps to its beginning for a replay still reports where it was', () => {
  const fake = createFakeAdapter(undefined, () => 60);
  const { made, tracker } = track();
  tracker.attach(fake);
  fake.emit({ type: 'playRequested', playhead: 0 });
  expect(made[0]!.playerTime.playhead).toBe(0);
});
