import { expect, test, vi } from 'vitest';
import { createTagTracker, type Tag } from '../src/tag-tracker';

const CONNECTED = { endpoint: 'https://a.example', 'tracking-server': 't', 'report-suite': 'r', 'org-id': 'O@AdobeOrg' };

/** As much of a tag as its tracker reads; its options may be set again. */
const tagOf = (options: object, more: Record<string, string> = {}) => {
  const attributes: Record<string, string> = { ...CONNECTED, ...more };
  return {
    options,
    get attributes() {
      return Object.entries(attributes).map(([name, value]) => ({ name, value }));
    },
    getAttribute: (name: string) => attributes[name] ?? null,
    hasAttribute: (name: string) => name in attributes,
    removeAttribute: (name: string) => void delete attributes[name],
    setAttribute: (name: string, value: string) => void (attributes[name] = value),
  };
};

/** A tag with a tracker; `set` changes its options, and returns what the tracker is told: undefined where another one is necessary. */
function tagged(options: object, attributes?: Record<string, string>) {
  const tag = tagOf(options, attributes);
  const made = createTagTracker(tag as unknown as Tag, () => {});
  const told: unknown[] = [];
  vi.spyOn(made.tracker, 'consent').mockImplementation((decision) => void told.push(decision));
  const update = (): readonly unknown[] | undefined => {
    if (!made.isOf(tag as unknown as Tag)) return undefined;
    made.serve(tag as unknown as Tag);
    return told.splice(0);
  };
  const set = (next: object): readonly unknown[] | undefined => {
    tag.options = next;
    return update();
  };
  return { tag, made, told, update, set };
}

const isOf = (options: object, next: ReturnType<typeof tagOf>, attributes?: Record<string, string>): boolean =>
  tagged(options, attributes).made.isOf(next as unknown as Tag);

const SIGNAL = { globalPrivacyControl: true };

test.each<[string, object, object, readonly unknown[]]>([
  ['another word', { consent: 'pending' }, { consent: 'out' }, ['out']],
  ['a word where there was none', {}, { consent: 'out' }, ['out']],
  ['no word any more', { consent: 'out' }, {}, ['in']],
  ['the same word', { consent: 'out' }, { consent: 'out' }, []],
  ['a word, though the signal of the browser counts', SIGNAL, { ...SIGNAL, consent: 'in' }, ['in']],
  ['another function', { consent: () => 'in' }, { consent: () => 'out' }, []],
])('the tracker stays with %s as consent', (_, before, after, told) => {
  expect(tagged(before).set(after)).toEqual(told);
});

test.each<[string, object, object]>([
  ['a function in place of a word', { consent: 'in' }, { consent: () => 'out' }],
  ['a function where there was none', {}, { consent: () => 'out' }],
  ['a word in place of a function', { consent: () => 'in' }, { consent: 'out' }],
  ['no function any more', { consent: () => 'out' }, {}],
  ['no word any more, where the signal of the browser counts', { ...SIGNAL, consent: 'out' }, SIGNAL],
])('another tracker asks for consent with %s', (_, before, after) => {
  expect(tagged(before).set(after)).toBe(undefined);
});

test.each<[string, object]>([
  ['a function remains', { consent: () => 'out' }],
  ['the signal of the browser remains', SIGNAL],
])('another tracker asks for consent when the attribute is removed and %s', (_, options) => {
  const { tag, told, update, made } = tagged(options);
  tag.setAttribute('consent', 'in');
  expect(update()).toEqual(['in']);
  tag.removeAttribute('consent');
  // It is served also while it is out of the page, where no other tracker is made.
  made.serve(tag as unknown as Tag);
  expect(told).toEqual([]);
  expect(update()).toBe(undefined);
});

test('the consent of the attribute counts beside an option that is undefined', () => {
  const fetch = vi.fn();
  const { made } = tagged({ consent: undefined, fetch }, { consent: 'out' });
  made.tracker.track('sessionStart', { 'media.id': 'a', 'media.length': 9, 'media.contentType': 'vod' });
  expect(fetch).not.toHaveBeenCalled();
});

test('a second tag takes the tracker where it describes the same content, with the same connection', () => {
  const EPISODE = { 'media-id': 'ep-1', 'media-length': '60' };
  expect(isOf({}, tagOf({}, { ...EPISODE, 'media-length': '60.0', class: 'b' }), { ...EPISODE, class: 'a' })).toBe(true);
  expect(isOf({}, tagOf({}, { ...EPISODE, 'media-id': 'ep-2' }), EPISODE)).toBe(false);
  expect(isOf({}, tagOf({}, { ...EPISODE, 'media-show': 'A Show' }), EPISODE)).toBe(false);
  expect(isOf({}, tagOf({}), EPISODE)).toBe(false);
  expect(isOf({}, tagOf({}, { ...EPISODE, 'report-suite': 'other' }), EPISODE)).toBe(false);
});

test('a tag keeps its tracker when its own content changes', () => {
  const { tag, update } = tagged({}, { 'media-id': 'ep-1' });
  tag.setAttribute('media-id', 'ep-2');
  expect(update()).toEqual([]);
});
