import { expect, test } from 'vitest';
import { html5, type Html5Options } from '../src/index';

const element = (more: object = {}): HTMLMediaElement =>
  ({ localName: 'video', currentTime: 0, textTracks: [], addEventListener: () => undefined, ...more }) as never;

test.each([
  [undefined, 'undefined'],
  [null, 'null'],
  ['video', 'video'],
  [5, '5'],
  [Object.create(null), '[object Object]'],
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
