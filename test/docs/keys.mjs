import { readFileSync, writeFileSync } from 'node:fs';
import { root } from '../setup/node.mjs';

export const PAGE = 'docs/guide/keys.md';
const read = (file) => readFileSync(root + file, 'utf8');

/** What the ending of a kind says (packages/core/src/wire/table.ts). */
const needed = { '!': 'yes', '*': 'on the wire' };

/** Rows of keys, each with what its comment says, of a part of the one table of the API. */
const rowsOf = (text) =>
  Array.from(
    text.matchAll(/(?:\/\*\* ([^*]*) \*\/\s*)?'?([\w.]+)'?: '(string|boolean|integer|number|customerIDs)([!*]?)'/g),
    ([, says = '', key, type, ending]) =>
      `| \`${key}\` | ${type === 'customerIDs' ? 'object' : type} | ${needed[ending] ?? ''} | ${says.replace(/ \(.*: D\d+\)/, '')} |`,
  );

const partsOf = (source) => {
  const [events, qoe] = source.split('export const qoeTable');
  const parts = Array.from(events.matchAll(/^ {2}(\w+): \{\n([^]*?)^ {2}\},$/gm), ([, event, text]) => [event, text]);
  return Object.fromEntries([...parts, ['qoeData', qoe]]);
};

const parts = partsOf(read('packages/core/src/wire/table.ts'));

/** The page of keys with the tables that it should have. */
export const withKeys = (page) =>
  page.replace(/(<!-- keys (\w+) -->\n)[^]*?(<!-- \/keys -->)/g, (_all, begin, part, end) => {
    const rows = ['| key | type | required | what |', '| --- | --- | --- | --- |', ...rowsOf(parts[part])];
    return `${begin}${rows.join('\n')}\n${end}`;
  });

/** Writes them. */
export function writeKeys() {
  const page = read(PAGE);
  if (withKeys(page) !== page) writeFileSync(root + PAGE, withKeys(page));
}
