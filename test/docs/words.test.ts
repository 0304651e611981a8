import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pages, read, root } from './snippets';

/**
 * Words that once had a private meaning in this project, with the usual word for each. Readers search for the usual one.
 * Code, links and comments are not counted.
 */
const privateWords: Readonly<Record<string, RegExp>> = {
  'tell, told: report, send, emit': /\b(tells?|told|telling|untold)\b/gi,
  'say, said: report, fire, contain': /\b(says?|said|saying)\b/gi,
  'hear, heard: is called with, receive': /\b(hears?|heard|unheard)\b/gi,
  'wish: playback request': /\bwish(es|ed)?\b/gi,
  'answer: return, respond': /\banswer(s|ed)?\b/gi,
  'nobody: undefined, none': /\bnobody\b/gi,
  'bear: contain, carry': /\bbears?\b/gi,
  'befall: happen': /\bbef(all|alls|ell)\b/gi,
  'ride: be sent with': /\b(rides?|rode)\b/gi,
  'viewing: session': /\bviewings?\b/gi,
};

/**
 * At most how many of these words a page, or each page of a folder, may have, and why. Elsewhere there are none. Numbers only fall: lower
 * one when you rewrite its page.
 */
const allowed: readonly (readonly [page: string, most: number, why: string])[] = [
  ['docs/decisions/', 13, 'dated records for engineers'],
  ['docs/rules.md', 23, 'rules for engineers; a service answers'],
  ['docs/benchmarks.md', 13, 'its tables are written by `npm run bench`'],
  ['docs/hostile.md', 4, 'written by `npm run hostile`; a service answers'],
  ['docs/players.md', 1, 'a note of a scenario'],
  ['docs/engines.md', 1, 'a note of a scenario'],
  ['docs/faults.md', 6, 'a service answers; one table for each API'],
  ['docs/guide/concepts.md', 1, 'the glossary names the old word'],
  ['packages/collector/README.md', 23, 'a service answers'],
  ['packages/report/', 15, 'the meanings of metrics, from their source'],
];
const allowedIn = (page: string): number => allowed.find(([start]) => page.startsWith(start))?.[1] ?? 0;

const packagePages = readdirSync(`${root}packages`)
  .flatMap((name) => [`packages/${name}/README.md`, `packages/${name}/METRICS.md`])
  .filter((page) => existsSync(root + page));
const all = ['README.md', ...pages, ...packagePages, 'demo/README.md'];

/** The text that a reader sees, without code, comments and the addresses of links. */
const proseOf = (text: string): string =>
  text
    .replace(/```[^]*?```/g, '')
    .replace(/<!--[^]*?-->/g, '')
    .replace(/`[^`\n]*`/g, '')
    .replace(/\]\([^)]*\)/g, ']');

/** The private words of a text, each with how often it stands there. */
const countIn = (text: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(privateWords)
      .map(([word, pattern]) => [word, proseOf(text).match(pattern)?.length ?? 0] as const)
      .filter(([, count]) => count > 0),
  );

const total = (counts: Record<string, number>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

test.each(all)('%s uses the usual words', (page) => {
  const counts = countIn(read(page));
  expect(total(counts), `${page}: ${JSON.stringify(counts)}`).toBeLessThanOrEqual(allowedIn(page));
});

test('private words are found in prose, and not in code', () => {
  expect(countIn('The wish is told. `nobody` [says](what-it-says.md)\n```js\nhear();\n```')).toEqual({
    'tell, told: report, send, emit': 1,
    'say, said: report, fire, contain': 1,
    'wish: playback request': 1,
  });
});

test('the list of exceptions names pages that exist', () => {
  for (const [start] of allowed)
    expect(
      all.some((page) => page.startsWith(start)),
      start,
    ).toBe(true);
});

test('headings can be searched: none is a riddle from the list of old ones', () => {
  const riddles =
    /^#+ .*(becomes of|half a refusal|only the page hears|befell|goes first|what it guesses|the lines$|the words$)/gim;
  for (const page of all) expect(readFileSync(root + page, 'utf8').match(riddles) ?? [], page).toEqual([]);
});
