import { beforeEach, describe, expect, test } from 'vitest';
import type { Adapter, TrackerOptions } from '../src/index';
import { createFakeAdapter, track } from './tracking';

/** Attaches an adapter of a player and its element, of which the viewer plays something. */
const follow = (what: Partial<Adapter>, options: Partial<TrackerOptions> = {}) => {
  const warnings: string[] = [];
  const bench = track({ ...options, onWarning: (sentence) => /another tracker/.test(sentence) && warnings.push(sentence) });
  const adapter = createFakeAdapter();
  Object.defineProperties(adapter, Object.getOwnPropertyDescriptors(what));
  bench.tracker.attach(adapter);
  const play = (): void => adapter.emit?.({ type: 'playRequested' });
  play();
  return { ...bench, play, warnings };
};
const REFUSED = /^attach is ignored: another tracker already tracks its player or element \(adapter fake\)/;

describe('two trackers of one player', () => {
  test('report each viewing once: the second one is warned, and follows where the first one was destroyed, or the page says so', () => {
    const target = {};
    const first = follow({ target });
    const second = follow({ target });
    expect([first.types(), second.types()]).toEqual(['sessionStart', '']);
    expect(second.warnings).toEqual([expect.stringMatching(REFUSED)]);
    const third = follow({ target }, { shared: true });
    expect(third.types()).toBe('sessionStart');
    // It keeps what it holds.
    first.play();
    expect(first.warnings).toEqual([]);
    first.tracker.destroy();
    expect(follow({ target }).warnings).toEqual([expect.stringMatching(REFUSED)]);
    third.tracker.destroy();
    expect(follow({ target }).types()).toBe('sessionStart');
  });
});

test('a tracker that does not share its player is refused beside one that does', () => {
  const target = {};
  const first = follow({ target }, { shared: true });
  expect(follow({ target }).warnings).toEqual([expect.stringMatching(REFUSED)]);
  expect(follow({ target }, { shared: true }).types()).toBe('sessionStart');
  expect(first.warnings).toEqual([]);
});

test('an attach that is ignored changes nothing: the adapter before goes on', () => {
  const target = {};
  const [first, other] = [follow({ target }), follow({ target: {} })];
  const adapter = { ...createFakeAdapter(), target };
  other.tracker.attach(adapter);
  expect([other.types(), other.warnings]).toEqual(['sessionStart', [expect.stringMatching(REFUSED)]]);
  other.play();
  other.clock.advance(20_000);
  expect(other.types()).toMatch(/^sessionStart ping/);
  // Its own player it may attach anew.
  first.tracker.attach(adapter);
  expect([first.types(), first.warnings]).toEqual(['sessionStart sessionEnd', []]);
});

describe('two trackers of one element', () => {
  let element = {};
  beforeEach(() => void (element = {}));
  const ofPlayer = (): Partial<Adapter> => ({ target: {}, element: () => element });
  const ofElement = (): Partial<Adapter> => ({ target: element });

  test.each([
    ['of an element and of its player', ofElement, ofPlayer],
    ['of a player and of its element', ofPlayer, ofElement],
    ['of two players', ofPlayer, ofPlayer],
  ])('%s report each viewing once, whatever their adapters', (_, one, other) => {
    const first = follow(one());
    const second = follow(other());
    expect([first.types(), second.types()]).toEqual(['sessionStart', '']);
    expect(second.warnings).toEqual([expect.stringMatching(REFUSED)]);
    first.tracker.destroy();
    const third = follow(other());
    expect([third.types(), third.warnings]).toEqual(['sessionStart', []]);
    third.tracker.destroy();
  });

  test('a player that is given its element later is refused as it plays in it', () => {
    let given = undefined as object | undefined;
    const player = follow({ target: {}, element: () => given });
    const second = follow(ofElement());
    expect([player.types(), second.types()]).toEqual(['sessionStart', 'sessionStart']);
    given = element;
    player.play();
    player.play();
    expect([player.types(), second.types()]).toEqual(['sessionStart sessionEnd', 'sessionStart']);
    expect(player.warnings).toEqual([expect.stringMatching(/^the player is detached: another tracker already tracks its/)]);
    second.tracker.destroy();
  });

  test('an element that a player has given back, or had before it was detached, is tracked by the next one', () => {
    let given: object | undefined = element;
    const first = follow({ target: {}, element: () => given });
    given = undefined;
    const second = follow(ofPlayer());
    expect([second.types(), second.warnings]).toEqual(['sessionStart', []]);
    // Its own claim is older than the one of the second, which stays.
    first.tracker.destroy();
    expect(follow(ofElement()).warnings).toEqual([expect.stringMatching(REFUSED)]);
    second.tracker.destroy();
  });

  test('a player that leaves its element for another one lets the first go', () => {
    const other = {};
    let given: object = element;
    const first = follow({ target: {}, element: () => given });
    given = other;
    first.play();
    const second = follow(ofElement());
    expect([second.types(), second.warnings]).toEqual(['sessionStart', []]);
    expect(follow({ target: other }).warnings).toEqual([expect.stringMatching(REFUSED)]);
    for (const { tracker } of [first, second]) tracker.destroy();
  });

  test.each([
    [
      'throws',
      () => ({
        element: () => {
          throw new Error('gone');
        },
      }),
    ],
    ['returns no object', () => ({ element: () => 'video' as never })],
  ])('an adapter whose element() %s is tracked', (_, make) => {
    const { types } = follow({ target: {}, ...make() });
    expect(types()).toBe('sessionStart');
  });
});

test('an adapter whose name throws is no exception of the page', () => {
  const { tracker } = track({ onWarning: () => {} });
  const broken = Object.defineProperty(createFakeAdapter(), 'name', {
    get: () => {
      throw new Error('none');
    },
  });
  expect(() => tracker.attach(broken)).not.toThrow();
});
