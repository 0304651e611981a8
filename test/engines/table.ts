import { scenarios } from '../players/scenarios/scenarios';
import { offBy, type Truth } from '../truth/truth';
import { differenceOf, differences } from './differences';

/** What came of a scenario, or of a viewing, in an engine: seconds that were shown and reported. */
export interface Row {
  readonly engine: string;
  readonly version: string;
  readonly isOld: boolean;
  readonly player: string;
  readonly name: string;
  /** It is one of those of `npm run truth`. */
  readonly isViewing?: true;
  readonly passed?: boolean;
  readonly shown?: Truth;
  readonly reported?: Truth;
}

const parts = ['content', 'pause', 'buffer'] as const;

/** Each is listed once. */
const reasons = [...new Set(differences.map(({ why }) => why))];

const line = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Rows as a table with a column for each engine and player. */
function tableBy(rows: readonly Row[], titleOf: (row: Row) => string): string {
  const columns = rows.filter(
    ({ engine, player }, index) => rows.findIndex((row) => row.engine === engine && row.player === player) === index,
  );
  const cell = ({ engine, player }: Row, name: string): string => {
    const known = differenceOf(engine, player, name);
    const note = known ? ` (${reasons.indexOf(known.why) + 1})` : '';
    const row = rows.find((row) => row.engine === engine && row.player === player && row.name === name);
    if (!row) return `not there${note}`;
    const { shown, reported, passed } = row;
    const { lines, unjudged = false } = row.isViewing ? { lines: [''] } : scenarios[name]!;
    const numbers =
      shown && reported && !unjudged
        ? `: ${parts.map((part) => offBy(shown[part], reported[part], lines.length)).join(', ')}`
        : '';
    return `${passed ? 'pass' : '**fails**'}${note}${numbers}`;
  };
  return [
    line('a viewer who …', ...columns.map(titleOf)),
    line('---', ...columns.map(() => '---')),
    ...[...new Set(rows.map(({ name }) => name))].map((name) => line(name, ...columns.map((column) => cell(column, name)))),
    '',
  ].join('\n');
}

const titles: Readonly<Record<string, string>> = {
  html5: 'A plain element',
  hlsjs: 'hls.js',
  shaka: 'Shaka Player',
  dashjs: 'dash.js',
};

/** Which engine passes which scenario, and how far its report is off: content, pause, buffering, in milliseconds. */
export function tableOf(rows: readonly Row[]): string {
  const old = rows.filter(({ isOld, isViewing }) => isOld && !isViewing);
  const viewings = rows.filter(({ isViewing }) => isViewing);
  const byVersion = ({ version }: Row): string => version;
  return [
    tableBy(
      rows.filter(({ isOld }) => !isOld),
      ({ version, player }) => `${version}, ${player}`,
    ),
    ...(old.length ? ['## Engines of televisions\n'] : []),
    ...Object.entries(titles).flatMap(([player, title]) => {
      const some = old.filter((row) => row.player === player);
      return some.length ? [`### ${title}\n`, tableBy(some, byVersion)] : [];
    }),
    ...(viewings.length ? ['### The rows of the truth table, with a plain element\n', tableBy(viewings, byVersion)] : []),
    '## Known differences\n',
    ...reasons.map((why, index) => `${index + 1}. ${why}`),
    '',
  ].join('\n');
}
