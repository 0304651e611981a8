import type { Wire } from '../browser/html5-scene';
import { allowed, type Truth } from './truth';

/** One viewing: what was shown, and what the report tells of it; in seconds. */
export interface Row {
  readonly name: string;
  readonly wire: Wire;
  readonly shown: Truth;
  readonly told: Truth;
}

const cell = (shown: number, told: number): string => {
  const off = Math.round((told - shown) * 1_000);
  return `${shown.toFixed(2)} | ${told.toFixed(2)} | ${off > 0 ? '+' : ''}${off} ms${Math.abs(told - shown) > allowed(shown) ? ' **over**' : ''}`;
};

/** The truth table: shown and told side by side. */
export const tableOf = (rows: readonly Row[]): string =>
  [
    '| a viewer who … | content shown | reported | off by | pause shown | reported | off by | buffer shown | reported | off by |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ name, shown, told }) =>
        `| ${name} | ${cell(shown.content, told.content)} | ${cell(shown.pause, told.pause)} | ${cell(shown.buffer, told.buffer)} |`,
    ),
    '',
  ].join('\n');
