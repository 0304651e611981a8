import { describe, expect, test, vi } from 'vitest';
import { chapterAt, createStitchedAds, html5, type Html5Options, type MediaLike } from '../src/index';

const element = (more: object = {}): HTMLMediaElement =>
  ({ localName: 'video', currentTime: 0, textTracks: [], addEventListener: () => undefined, ...more }) as never;

test.each([
  [undefined, 'undefined'],
  [null, 'null'],
  ['video', 'video'],
  [5, '5'],
  [Object.create(null), '[object Object]'],
  [Function(`return function Hls() { return '${'x'.repeat(500)}'; }`)(), `function Hls() { return '${'x'.repeat(55)}`],
  [{ localName: 'div', currentTime: 0 }, '[object Object]'],
  [{ localName: 'youtube-video', currentTime: 0, addEventListener: () => undefined }, '[object Object]'],
  [{ localName: 'hls-video', currentTime: 0, target: null }, '[object Object]'],
])('what is no media element is refused at once, with what was expected: %s', (wrong, got) => {
  const message = `@media-collection/html5: expected a <video> or <audio> element, got ${got}; other elements that play are followed by follow() of @media-collection/element`;
  expect(() => html5(wrong as HTMLMediaElement)).toThrow(new TypeError(message));
});

test.each([
  [null, 'expected an object of options, got null'],
  [5, 'expected an object of options, got 5'],
  [{ states: 'mute' }, 'expected states to be an array of names of states, got mute'],
  [{ states: [5] }, 'expected states to be an array of names of states, got [object Array]'],
  [{ chapters: {} }, 'expected chapters to be an array of chapters, or a function that returns one, got [object Object]'],
  [{ ads: 5 }, 'expected ads to be an array of ads, or a function that returns one, got 5'],
])('a wrong option is refused at once, by its name: %j', (options, sentence) => {
  expect(() => html5(element(), options as Html5Options)).toThrow(new TypeError(`@media-collection/html5: ${sentence}`));
});

/** Entries of which nothing can be told, as a page may give them. */
const throwing = {
  get start(): number {
    throw new Error('no start');
  },
};
const unfit = {
  chapters: [
    null,
    undefined,
    5,
    {},
    { start: '0', end: '10', title: 'a' },
    { start: -5, title: 'a' },
    { start: 0, end: NaN },
    throwing,
  ],
  ads: [null, undefined, 5, { end: 4 }, { start: '2', end: '4' }, { start: 2 }, { start: 2, end: NaN }, throwing],
};
const expected = {
  chapters: 'to be { start, end?, title }, in seconds from 0 on, got ',
  ads: 'to be { start, end, params }, in seconds, got ',
};

describe.each(['chapters', 'ads'] as const)('an unfit entry of %s', (name) => {
  const fit = { start: 2, end: 4, title: 'Fit' };

  test.each([...unfit[name].entries()])('in a list is refused at once, by its place (%i)', (_, entry) => {
    const sentence = `@media-collection/html5: expected ${name}[1] ${expected[name]}`;
    expect(() => html5(element(), { [name]: [fit, entry] })).toThrow(TypeError);
    expect(() => html5(element(), { [name]: [fit, entry] })).toThrow(sentence);
    expect(() => html5(element(), { [name]: [fit] })).not.toThrow();
  });

  test.each([...unfit[name].entries()])('from a function is left out alone, with one warning (%i)', (_, entry) => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const list = () => [entry, fit] as never;
    const { content } = createStitchedAds({} as MediaLike, list);
    for (const second of [1, 3]) {
      if (name === 'ads') expect(content(second)).toBe(Math.min(second, 2));
      else expect(chapterAt(second, 20, undefined, list)?.title).toBe(second === 3 ? 'Fit' : undefined);
    }
    expect(warn.mock.calls.map(([error]) => String(error))).toEqual([
      expect.stringMatching(/^TypeError: @media-collection\/html5: expected (chapters|ads)\[0\] to be .*: it is left out$/),
    ]);
    warn.mockRestore();
  });
});

test('a list that its page changes later is read like the answer of a function', () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  const list = [{ start: 0, end: 4, title: 'One' }];
  html5(element(), { chapters: list });
  list.push(null as never);
  expect([chapterAt(3, 20, undefined, list)?.title, chapterAt(5, 20, undefined, list)]).toEqual(['One', undefined]);
  expect(warn).toHaveBeenCalledTimes(1);
  warn.mockRestore();
});

test('of a custom media element the one in which it plays is followed, under the address that it was given', () => {
  const inner = element({
    currentSrc: 'blob:https://acme.example/7',
    played: { length: 0 },
    readyState: 0,
    duration: NaN,
  });
  for (const host of [{ nativeEl: inner }, { target: inner }]) {
    const adapter = html5({ localName: 'hls-video', src: 'https://acme.example/film.m3u8?token=7', ...host } as never);
    expect(adapter.target).toBe(inner);
    expect(adapter.media!()).toMatchObject({ params: { 'media.id': 'https://acme.example/film.m3u8' }, native: inner });
  }
  expect(html5(inner).target).toBe(inner);
});
