import { describe, expect, test } from 'vitest';
import { isSame, latest } from '../src/same';

describe('two values are the same', () => {
  test.each<[string, unknown, unknown]>([
    ['equal texts', 'a', 'a'],
    ['NaN', NaN, NaN],
    ['equal objects and lists in them', { a: [{ b: 1 }] }, { a: [{ b: 1 }] }],
    ['a member that is undefined, and none', { a: undefined }, {}],
    ['two functions', { onLost: () => 1 }, { onLost: () => 2 }],
    ['one wire', { wire: String }, { wire: String }],
  ])('%s', (_, a, b) => {
    expect([isSame(a, b), isSame(b, a)]).toEqual([true, true]);
  });

  test.each<[string, unknown, unknown]>([
    ['another text', { a: 'a' }, { a: 'b' }],
    ['one member more', { a: 1 }, { a: 1, b: 2 }],
    ['a longer list', [1], [1, 2]],
    ['a function and an object', { media: () => null }, { media: {} }],
    ['an empty list and an empty object', { chapters: [] }, { chapters: {} }],
    ['null and an object', { media: null }, { media: {} }],
    ['two promises', Promise.resolve(1), Promise.resolve(1)],
    ['two wires', { wire: () => 1 }, { wire: () => 1 }],
    ['two stores', { offline: () => 1 }, { offline: () => 1 }],
  ])('unless they are %s', (_, a, b) => {
    expect([isSame(a, b), isSame(b, a)]).toEqual([false, false]);
  });
});

test('an option that is undefined is as good as none, and hides no attribute', () => {
  expect(Object.keys(latest(() => ({ consent: undefined, states: [] })))).toEqual(['states']);
});

test('a function of the latest options is called as no method, and the first one where there is none any more', () => {
  let options: { ad?: (name: string) => unknown; states: string[] } = { ad: (name) => `first ${name}`, states: [] };
  const { ad, states } = latest(() => options);
  options = {
    states: ['mute'],
    ad(this: unknown, name: string) {
      return [name, this];
    },
  };
  expect(ad!('x')).toEqual(['x', undefined]);
  options = { states: [] };
  expect([ad!('x'), states]).toEqual(['first x', []]);
});
