import type { Outcome } from './judge';

/** The outcomes of one way to leave, in one browser. */
export interface Row {
  readonly browser: string;
  readonly way: string;
  readonly wire: string;
  readonly cached: boolean;
  readonly outcomes: readonly Outcome[];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const share = (part: number, whole: number): string => (whole ? `${((part / whole) * 100).toFixed(1)} %` : '–');

/** How many of the sessions that could be ended were. */
export function endedOf({ outcomes }: Row): number {
  const known = outcomes.filter((one) => one.known);
  return known.length && known.filter(({ ended }) => ended).length / known.length;
}

const cells = ({ browser, way, wire, cached, outcomes }: Row): (string | number)[] => {
  const known = outcomes.filter((one) => one.known);
  const ended = known.filter((one) => one.ended).length;
  const [made, arrived] = [sum(known.map((one) => one.made)), sum(known.map((one) => one.arrived))];
  /** A page of a browser that nothing drives cannot tell what it made. */
  const isTold = known.some(({ told }) => told.made[0]);
  const off = known.flatMap((one) => one.off ?? []);
  return [
    browser,
    way,
    wire,
    wire.startsWith('Media Edge') ? 'none' : cached ? 'cached' : 'needed',
    outcomes.length - known.length,
    known.length,
    ended,
    share(ended, known.length),
    ...(isTold ? [made, arrived, share(arrived, made)] : ['–', arrived, '–']),
    sum(known.map(({ twice }) => twice)),
    way.startsWith('browser') ? '–' : known.filter(({ playhead }) => playhead === undefined).length,
    off.length ? Math.round(Math.max(...off)) : '–',
  ];
};

/** What arrived, by browser, way, API and preflight. */
export const tableOf = (rows: readonly Row[]): string =>
  [
    [
      'browser',
      'way',
      'API',
      'preflight',
      'before the id',
      'closings',
      '`sessionEnd` arrived',
      '',
      'events made',
      'arrived',
      '',
      'twice',
      'no `pagehide`',
      'playhead off by at most (ms)',
    ],
    Array.from({ length: 14 }, () => '---'),
    ...rows.map(cells),
    [],
  ]
    .map((row) => (row.length ? `| ${row.join(' | ')} |` : ''))
    .join('\n');
