import { expect, test } from 'vitest';
import { pages, read } from './snippets';

const players = ['core', 'html5', 'videojs', 'hlsjs', 'shaka', 'dashjs', 'element', 'mediasdk'];
/** Bytes of a package's script-tag build, with gzip, from the table that `npm run size` writes. */
const bytesOf = (name: string): number => {
  const row = read(`packages/${name}/README.md`).match(new RegExp(`^\\| \`dist/${name}\\.min\\.js\`.*$`, 'm'))![0];
  return Number(row.split('|')[3]!.replaceAll(',', ''));
};
const kilobytesOf = (name: string): string => `${(bytesOf(name) / 1_000).toFixed(1)} kB gzip`;
/** The text between the marks of a page. */
const stated = (page: string, mark = 'size'): string | undefined =>
  new RegExp(`<!-- ${mark} -->([^]*?)<!-- /size -->`).exec(read(page))?.[1];

test.each(players)('the size of %s is stated in kilobytes of 1,000 bytes wherever it is stated', (name) => {
  for (const page of ['README.md', 'docs/index.md']) expect(stated(page, `size ${name}`), page).toBe(kilobytesOf(name));
  if (name !== 'html5') expect(stated(`packages/${name}/README.md`)).toBe(kilobytesOf(name));
  if (name !== 'core') expect(stated(`docs/start/${name}.md`)).toBe(kilobytesOf(name));
  if (name === 'html5') expect(stated('README.md')).toBe(kilobytesOf(name));
});

test('every size on a page is written by `npm run size`', () => {
  const all = [...pages, 'README.md', ...players.map((name) => `packages/${name}/README.md`)];
  for (const page of all) {
    const byHand = read(page).replace(/<!-- size[^]*?<!-- \/size -->/g, '');
    expect(byHand.match(/[\d.,]+ (?:B|kB|KB|KiB) gzip/g) ?? [], page).toEqual(page === 'README.md' ? ['48 kB gzip'] : []);
  }
});
