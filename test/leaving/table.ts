import type { Outcome } from './judge';

/** The outcomes of one way to leave, in one browser. */
export interface Row {
  readonly browser: string;
  readonly way: string;
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

const cells = ({ browser, way, cached, outcomes }: Row): (string | number)[] => {
  const known = outcomes.filter((one) => one.known);
  const ended = known.filter((one) => one.ended).length;
  const [made, arrived] = [sum(known.map((one) => one.made)), sum(known.map((one) => one.arrived))];
  const off = known.flatMap((one) => one.off ?? []);
  return [
    browser,
    way,
    cached ? 'cached' : 'needed',
    outcomes.length - known.length,
    known.length,
    ended,
    share(ended, known.length),
    made,
    arrived,
    share(arrived, made),
    sum(known.map(({ twice }) => twice)),
    way.startsWith('browser') ? '–' : known.filter(({ playhead }) => playhead === undefined).length,
    off.length ? Math.round(Math.max(...off)) : '–',
  ];
};

/** What arrived, by browser, way and preflight. */
export const tableOf = (rows: readonly Row[]): string =>
  [
    [
      'browser',
      'way',
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
    Array.from({ length: 13 }, () => '---'),
    ...rows.map(cells),
    [],
  ]
    .map((row) => (row.length ? `| ${row.join(' | ')} |` : ''))
    .join('\n');
