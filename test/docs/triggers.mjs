import { readFileSync, writeFileSync } from 'node:fs';
import { root } from '../setup/node.mjs';

/** Adapters in the order of the page; the rows of an element hold for players that play in one, too. */
const players = { html5: 'a media element', videojs: 'Video.js', hlsjs: 'hls.js', shaka: 'Shaka Player', dashjs: 'dash.js' };

const read = (file) => readFileSync(root + file, 'utf8');
const code = (text) => Array.from(text.matchAll(/`(\w+)`/g), ([, word]) => word);

/** Rows of the tables of player events in a README, which the package's own tests compare with the adapter's table. */
function rowsOf(name) {
  let above = { when: '', gets: '' };
  return read(`packages/${name}/README.md`)
    .split('\n')
    .filter((line) => /^\| `.*\|.*\|.*\|.*\|$/.test(line))
    .map((line) => {
      const [says, when, , gets] = line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim());
      // "likewise", "the same": as the row above.
      above = {
        when: when.replace(/^likewise/, above.when),
        gets: /^the same/.test(gets) ? above.gets : gets,
      };
      return { player: players[name], says, ...above };
    });
}

const rows = Object.keys(players).flatMap(rowsOf);

/** The player events that trigger an Adobe event, by player: a table in Markdown. */
const tableOf = (event) =>
  [
    '| player | player event | when | Adobe events |',
    '| --- | --- | --- | --- |',
    ...rows
      .filter(({ gets }) => code(gets).includes(event))
      .map(({ player, says, when, gets }) => `| ${player} | ${says} | ${when} | ${gets} |`),
  ].join('\n');

/** The page of events with the tables that it should have. */
export const withTriggers = (page) =>
  page.replace(
    /(<!-- triggers (\w+) -->\n)[^]*?(<!-- \/triggers -->)/g,
    (_all, begin, event, end) => `${begin}${tableOf(event)}\n${end}`,
  );

export const PAGE = 'docs/guide/events.md';

/** Writes them. */
export function writeTriggers() {
  const page = read(PAGE);
  if (withTriggers(page) !== page) writeFileSync(root + PAGE, withTriggers(page));
}
