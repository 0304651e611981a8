import { scenarios } from '../players/scenarios/scenarios';
import { offBy, type Truth } from '../truth/truth';
import { differenceOf, differences } from './differences';

/** What came of a scenario in an engine: seconds that were shown and told. */
export interface Row {
  readonly engine: string;
  readonly version: string;
  readonly player: string;
  readonly name: string;
  readonly passed?: boolean;
  readonly shown?: Truth;
  readonly told?: Truth;
}

const parts = ['content', 'pause', 'buffer'] as const;

const line = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Which engine passes which scenario, and how far its report is off: content, pause, buffering, in milliseconds. */
export function tableOf(rows: readonly Row[]): string {
  const columns = rows.filter(
    ({ engine, player }, index) => rows.findIndex((row) => row.engine === engine && row.player === player) === index,
  );
  const cell = ({ engine, player }: Row, name: string): string => {
    const known = differenceOf(engine, player, name);
    const note = known ? ` (${differences.indexOf(known) + 1})` : '';
    const row = rows.find((row) => row.engine === engine && row.player === player && row.name === name);
    if (!row) return `not there${note}`;
    const { shown, told, passed } = row;
    const numbers =
      shown && told && !scenarios[name]!.unjudged
        ? `: ${parts.map((part) => offBy(shown[part], told[part], scenarios[name]!.lines.length)).join(', ')}`
        : '';
    return `${passed ? 'pass' : '**fails**'}${note}${numbers}`;
  };
  return [
    line('a viewer who …', ...columns.map(({ version, player }) => `${version}, ${player}`)),
    line('---', ...columns.map(() => '---')),
    ...[...new Set(rows.map(({ name }) => name))].map((name) => line(name, ...columns.map((column) => cell(column, name)))),
    '',
    ...differences.map(({ why }, index) => `${index + 1}. ${why}`),
    '',
  ].join('\n');
}
