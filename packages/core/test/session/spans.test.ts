import { describe, expect, test } from 'vitest';
import { chapter, opening, pod, spot, story, track, type Row } from './story';

const playing: Row[] = [
  [0, opening],
  [500, track('play')],
];
const begun = ['0 sessionStart 0', '500 play 0', '1500 play 0'];
const after = (...rows: Row[]): string[] => {
  const { lines } = story([...playing, ...rows]);
  expect(lines.slice(0, 3)).toEqual(begun);
  return lines.slice(3);
};
const inAd: Row = [2_000, pod(), spot()];
const inAdTold = ['2000 adBreakStart 0', '2001 adStart 0', '2002 play 0'];

describe('what opens closes, innermost first', () => {
  test.each<[string, Row[], string[]]>([
    [
      'an ad break left open is closed before sessionEnd, and its ad before it',
      [inAd, [3_000, chapter()], [4_000, track('sessionEnd')]],
      [...inAdTold, '3000 chapterStart 0', '4000 adSkip 0', '4001 adBreakComplete 0', '4002 chapterSkip 0', '4003 sessionEnd 0'],
    ],
    [
      'the same before sessionComplete',
      [inAd, [4_000, track('sessionComplete')]],
      [...inAdTold, '4000 adSkip 0', '4001 adBreakComplete 0', '4002 sessionComplete 0'],
    ],
    [
      'an ad ends the ad before it',
      [inAd, [3_000, spot('b', 2)]],
      [...inAdTold, '3000 adSkip 0', '3001 adStart 0', '3002 play 0'],
    ],
    [
      'a break ends the break before it, and its ad',
      [inAd, [3_000, pod(2, 30)]],
      [...inAdTold, '3000 adSkip 0', '3001 adBreakComplete 0', '3002 adBreakStart 0'],
    ],
    [
      'the end of a break ends its ad, and reports the state again',
      [inAd, [3_000, track('adBreakComplete')]],
      [...inAdTold, '3000 adSkip 0', '3001 adBreakComplete 0', '3002 play 0'],
    ],
    [
      'a chapter ends the chapter before it',
      [
        [2_000, chapter()],
        [3_000, chapter(2)],
      ],
      ['2000 chapterStart 0', '3000 chapterSkip 0', '3001 chapterStart 0'],
    ],
    [
      'a chapter stays open across a break',
      [
        [2_000, chapter()],
        [3_000, pod(), spot()],
        [4_000, track('adBreakComplete')],
        [5_000, track('chapterComplete')],
      ],
      [
        '2000 chapterStart 0',
        '3000 adBreakStart 0',
        '3001 adStart 0',
        '3002 play 0',
        '4000 adSkip 0',
        '4001 adBreakComplete 0',
        '4002 play 0',
        '5000 chapterComplete 0',
      ],
    ],
  ])('%s', (_title, rows, lines) => {
    expect(after(...rows)).toEqual(lines);
  });
});

describe('ads', () => {
  test('follow each other without the break being reported again', () => {
    expect(
      after(inAd, [3_000, track('adComplete'), spot('b', 2)], [4_000, track('adComplete'), track('adBreakComplete')]),
    ).toEqual([
      ...inAdTold,
      '3000 adComplete 0',
      '3001 adStart 0',
      '3002 play 0',
      '4000 adComplete 0',
      '4001 adBreakComplete 0',
      '4002 play 0',
    ]);
  });

  test('count as playing before the first play', () => {
    expect(
      story([
        [0, opening],
        [500, pod(), spot()],
      ]).lines.slice(-1),
    ).toEqual(['502 play 0']);
  });

  test.each<[string, Row, string]>([
    ['paused', [1_900, track('pauseStart')], 'pauseStart'],
    ['buffering', [1_900, track('bufferStart')], 'bufferStart'],
    ['seeking', [1_900, track('seekStart')], 'pauseStart'],
  ])('tell the state as it is while the player is %s', (_state, row, type) => {
    expect(after(row, inAd).slice(-2)).toEqual(['2001 adStart 0', `2002 ${type} 0`]);
  });

  test('before the first play do not play while the player buffers', () => {
    const { lines } = story([
      [0, opening],
      [500, track('bufferStart')],
      [600, pod(), spot()],
    ]);
    expect(lines.slice(1)).toEqual(['500 bufferStart 0', '600 adBreakStart 0', '601 adStart 0', '602 bufferStart 0']);
  });

  test('a break without an ad, before the first play, ends with a ping', () => {
    const { lines } = story(
      [
        [0, opening],
        [500, pod()],
        [600, track('adBreakComplete')],
      ],
      { pings: true },
    );
    expect(lines).toEqual(['0 sessionStart 0', '500 adBreakStart 0', '600 adBreakComplete 0', '601 ping 0']);
  });

  test("carry the content's player name unless they have their own, and their metadata", () => {
    const { all } = story([
      ...playing,
      [2_000, pod(), spot('a', 1, {}, { house: 'yes' })],
      [3_000, spot('b', 2, { 'media.ad.playerName': 'ima' })],
    ]);
    expect(
      all('adStart').map(({ params, customMetadata }) => [(params as never)['media.ad.playerName'], customMetadata]),
    ).toEqual([
      ['test', { house: 'yes' }],
      ['ima', undefined],
    ]);
  });
});

describe('the same thing reported twice', () => {
  test.each<[string, Row[], string]>([
    [
      'break',
      [
        [2_000, pod()],
        [3_000, pod(1, 0)],
      ],
      'adBreakStart',
    ],
    [
      'adAnnounced',
      [
        [2_000, pod(), spot()],
        [3_000, spot('a', 1, {}, { other: 'metadata' })],
      ],
      'adStart',
    ],
    [
      'chapter',
      [
        [2_000, chapter()],
        [3_000, chapter(1, {}, { other: 'metadata' })],
      ],
      'chapterStart',
    ],
  ])('is one %s, whatever its metadata say', (_what, rows, type) => {
    const { all, warnings } = story([...playing, ...rows]);
    expect(all(type)).toHaveLength(1);
    expect(warnings).toEqual([expect.stringContaining(type)]);
  });

  test('standard metadata do not make another ad', () => {
    const { all } = story([...playing, inAd, [3_000, spot('a', 1, { 'media.ad.advertiser': 'acme' })]]);
    expect(all('adStart')).toHaveLength(1);
  });

  test.each<[string, Row[], string]>([
    [
      'break',
      [
        [2_000, pod()],
        [3_000, track('adBreakComplete'), pod()],
      ],
      'adBreakStart',
    ],
    ['adAnnounced', [inAd, [3_000, track('adComplete'), spot()]], 'adStart'],
    [
      'chapter',
      [
        [2_000, chapter()],
        [3_000, track('chapterSkip'), chapter()],
      ],
      'chapterStart',
    ],
  ])('is two once the first %s is over', (_what, rows, type) => {
    expect(story([...playing, ...rows]).all(type)).toHaveLength(2);
  });
});

describe('words without what they need', () => {
  test.each<[string, Row[], string]>([
    ['an ad outside of a break', [[2_000, spot()]], 'adStart'],
    ['the end of an ad that is not there', [[2_000, pod(), track('adComplete')]], 'adComplete'],
    ['the skip of an ad that is not there', [[2_000, pod(), track('adSkip')]], 'adSkip'],
    ['the end of a break that is not there', [[2_000, track('adBreakComplete')]], 'adBreakComplete'],
    ['the end of a chapter that is not there', [[2_000, track('chapterComplete')]], 'chapterComplete'],
    ['the skip of a chapter that is not there', [[2_000, track('chapterSkip')]], 'chapterSkip'],
  ])('%s is refused, and says so', (_title, rows, type) => {
    const { all, warnings } = story([...playing, ...rows]);
    expect(all(type)).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(new RegExp(`^${type} is ignored`))]);
  });

  test.each<[string, Row, string]>([
    ['a pod counted from 0', [2_000, pod(0)], 'media.ad.podIndex'],
    ['half a pod', [2_000, pod(1.5)], 'media.ad.podIndex'],
    ['a pod before the content', [2_000, pod(1, -1)], 'media.ad.podSecond'],
    ['a pod at no number', [2_000, pod(1, NaN)], 'media.ad.podSecond'],
    ['a pod with an empty name', [2_000, pod(1, 0, { 'media.ad.podFriendlyName': '' })], 'media.ad.podFriendlyName'],
    ['an ad without an id', [2_000, pod(), spot('')], 'media.ad.id'],
    ['an ad counted from 0', [2_000, pod(), spot('a', 0)], 'media.ad.podPosition'],
    ['an ad whose length is text', [2_000, pod(), spot('a', 1, { 'media.ad.length': '15' })], 'media.ad.length'],
    ['an ad of negative length', [2_000, pod(), spot('a', 1, { 'media.ad.length': -1 })], 'media.ad.length'],
    ['an ad with an empty name', [2_000, pod(), spot('a', 1, { 'media.ad.name': '' })], 'media.ad.name'],
    ['a chapter counted from 0', [2_000, chapter(0)], 'media.chapter.index'],
    ['a chapter of endless length', [2_000, chapter(1, { 'media.chapter.length': Infinity })], 'media.chapter.length'],
    ['a chapter at no offset', [2_000, chapter(1, { 'media.chapter.offset': null })], 'media.chapter.offset'],
    ['an error without an id', [2_000, track('error')], 'media.qoe.errorID'],
    ['an error whose id is empty', [2_000, track('error', { 'media.qoe.errorID': '' })], 'media.qoe.errorID'],
  ])('%s is refused, and the key is named', (_title, row, key) => {
    const { lines, warnings } = story([...playing, row]);
    expect(lines.slice(3)).toEqual(
      key.includes('.ad.') && !key.includes('pod') ? ['2000 adBreakStart 0'] : lines.slice(3, 3 + +key.endsWith('podPosition')),
    );
    expect(warnings.join('\n')).toContain(key);
  });

  test('lengths and offsets may be 0, and go out as they were given', () => {
    const { all } = story([...playing, [2_000, chapter(3, { 'media.chapter.length': 0, 'media.chapter.offset': 5.5 })]]);
    expect(all('chapterStart')[0]!.params).toEqual({
      'media.chapter.index': 3,
      'media.chapter.length': 0,
      'media.chapter.offset': 5.5,
    });
  });
});
