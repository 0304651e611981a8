import { expect, test } from 'vitest';
import { pages, read } from './snippets';

/** Pages of the site, as its local search reads them: prose, headings and code, without what is included from READMEs. */
const guide = pages.filter((page) => /^docs\/(index|guide|start|write-an-adapter)/.test(page));
const found = (word: string): string[] => guide.filter((page) => read(page).toLowerCase().includes(word.toLowerCase()));

/** [what people type, a page that must be among those that the search finds] */
const searches = [
  ['migrate', 'docs/guide/questions.md'],
  ['heartbeat', 'docs/guide/questions.md'],
  ['heartbeat', 'docs/guide/moving-over.md'],
  ['launch', 'docs/start/tag-managers.md'],
  ['google tag manager', 'docs/start/tag-managers.md'],
  ['SSAI', 'docs/guide/advertising.md'],
  ['DAI', 'docs/guide/advertising.md'],
  ['tizen', 'docs/guide/browsers.md'],
  ['webos', 'docs/guide/browsers.md'],
  ['eVar', 'docs/guide/options.md'],
  ['MediaSDK', 'docs/guide/moving-over.md'],
  ['MediaHeartbeat', 'docs/guide/moving-over.md'],
  ['ADB.Media', 'docs/start/mediasdk.md'],
  ['collection api server', 'docs/guide/options.md'],
  ['tracking server', 'docs/start/index.md'],
  ['granular ad tracking', 'docs/guide/options.md'],
  ['QoE', 'docs/guide/quality.md'],
  ['ECID', 'docs/guide/identity.md'],
  ['context data', 'docs/guide/options.md'],
  ['pod', 'docs/guide/concepts.md'],
  ['npm', 'docs/guide/status.md'],
] as const;

test.each(searches)('a search for "%s" finds %s', (word, page) => {
  expect(found(word)).toContain(page);
});

/** What the headings of a page are about; the search ranks them first. */
const headings = guide.flatMap((page) => Array.from(read(page).matchAll(/^#+ (.*)$/gm), ([, heading]) => heading!.toLowerCase()));

test.each(['migrate', 'heartbeat', 'launch', 'ssai', 'dai', 'tizen', 'evar', 'mediasdk'])('a heading contains "%s"', (word) => {
  expect(headings.some((heading) => heading.includes(word))).toBe(true);
});
