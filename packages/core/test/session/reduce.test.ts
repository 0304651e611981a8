import { expect, test } from 'vitest';
import { createSession } from '../../src/session/state';
import { reduce } from '../../src/session/reduce';
import { createMachine, EPOCH } from './machine';
import { chapter, opening, plays, story, track, type Row } from './story';

const playing: Row[] = [
  [0, opening],
  [500, plays(0), track('play')],
];

test.each(['ping', 'playing', 'constructor', '__proto__', 'toString', ''])('%j is no input, and the page is warned', (word) => {
  const { lines, warnings } = story([...playing, [3_000, track(word as 'play')]]);
  expect(lines).toHaveLength(3);
  expect(warnings).toEqual([`${word} is ignored: there is no such event.`]);
});

test('a value of no form is left out, its key is named, and the rest is sent', () => {
  const params = { 'media.chapter.friendlyName': 'One', 'media.chapter.x': Number.NaN, 'media.chapter.y': undefined };
  const metadata = { good: 'yes', 'with space': 'no', 'media.x': 'reserved', 'a.b': 'reserved', number: 7 as never, empty: '' };
  const { all, warnings } = story([...playing, [3_000, chapter(1, params, metadata)]]);
  const event = all('chapterStart')[0]!;
  expect(Object.keys(event.params!).sort()).toEqual(
    ['friendlyName', 'index', 'length', 'offset'].map((key) => `media.chapter.${key}`),
  );
  expect(event.customMetadata).toEqual({ good: 'yes', empty: '' });
  for (const key of ['media.chapter.x', 'with space', 'media.x', 'a.b', 'number'])
    expect(warnings.join('\n')).toContain(`${key} `);
  expect(warnings).toHaveLength(5);
});

test('metadata that only look like reserved ones are sent', () => {
  const { all } = story([...playing, [3_000, chapter(1, {}, { mediaType: 'x', ab: 'y', 'x.media.z': 'z' })]]);
  expect(all('chapterStart')[0]!.customMetadata).toEqual({ mediaType: 'x', ab: 'y', 'x.media.z': 'z' });
});

test('what falls due comes before an input of the same moment', () => {
  const { lines } = story([...playing, [11_500, track('pauseStart')]], { pings: true });
  expect(lines.slice(-2)).toEqual(['11500 ping 11', '11501 pauseStart 11']);
});

test('what fell due while the timer was late comes before the input, once', () => {
  const machine = createMachine();
  machine.dispatch(opening);
  machine.dispatch(track('play'));
  machine.clock.advance(2_000);
  machine.clock.set(EPOCH + 60_000);
  machine.dispatch(Object.assign(track('pauseStart'), { elapsed: 60_000 }));
  expect(machine.sent.slice(-2).map(({ event }) => [event.eventType, event.playerTime.ts - EPOCH])).toEqual([
    ['ping', 60_000],
    ['pauseStart', 60_001],
  ]);
});

test('an input does not change the session it is given', () => {
  const machine = createMachine();
  machine.dispatch(opening);
  const before = createSession({ prerollWait: 250, adPingInterval: 10_000 });
  const copy = structuredClone(before);
  Object.freeze(before);
  reduce(before, { type: 'playRequested', time: EPOCH });
  expect(before).toEqual(copy);
});

test('a timer is asked for once, not at each input', () => {
  const machine = createMachine();
  machine.dispatch(opening);
  machine.dispatch(track('play'));
  machine.clock.advance(3_000);
  const arms = (): number => machine.effects.filter((effect) => effect.do === 'setTimer').length;
  const before = arms();
  for (let n = 0; n < 5; n++) machine.dispatch(track('bitrateChange'));
  expect(arms()).toBe(before);
});

test('nothing is armed after the end', () => {
  const machine = createMachine();
  machine.dispatch(opening);
  machine.dispatch(track('play'));
  machine.clock.advance(3_000);
  machine.dispatch(track('sessionEnd'));
  expect(machine.clock.timers).toBe(0);
});
