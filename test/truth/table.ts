import type { Wire } from '../browser/html5-scene';
import { allowed, type Truth } from './truth';

/** One viewing: what was shown, and what the report tells of it; in seconds. */
export interface Row {
  readonly name: string;
  readonly wire: Wire;
  readonly shown: Truth;
  readonly reported: Truth;
}

const cell = (shown: number, reported: number): string => {
  const off = Math.round((reported - shown) * 1_000);
  return `${shown.toFixed(2)} | ${reported.toFixed(2)} | ${off > 0 ? '+' : ''}${off} ms${Math.abs(reported - shown) > allowed(shown) ? ' **over**' : ''}`;
};

/** The truth table: shown and reported side by side. */
export const tableOf = (rows: readonly Row[]): string =>
  [
    '| a viewer who … | content shown | reported | off by | pause shown | reported | off by | buffer shown | reported | off by |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ name, shown, reported }) =>
        `| ${name} | ${cell(shown.content, reported.content)} | ${cell(shown.pause, reported.pause)} | ${cell(shown.buffer, reported.buffer)} |`,
    ),
    '',
  ].join('\n');
