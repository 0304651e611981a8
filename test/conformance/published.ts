import { readFileSync } from 'node:fs';

/** Milliseconds since the start, event, seconds of the content. */
export type Row = readonly [ms: number, eventType: string, playhead: number, parts?: { readonly params: object }];

const { note: _note, ...published } = JSON.parse(readFileSync(new URL('timelines.json', import.meta.url), 'utf8')) as Record<
  string,
  Row[]
> & {
  note: unknown;
};

/** The timelines that Adobe publishes for implementers, by name. */
export const timelines: readonly (readonly [name: string, rows: readonly Row[]])[] = Object.entries(published);

/** The published rows, with the closing of what was open when the viewer left, and the stall that an error stands for. */
export const expectedOf = (rows: readonly Row[]): Row[] =>
  rows.flatMap((row): Row[] => {
    const [ms, eventType, playhead] = row;
    if (eventType === 'sessionEnd') return [[ms, 'adSkip', playhead], [ms, 'adBreakComplete', playhead], row];
    return eventType === 'error' ? [row, [ms, 'bufferStart', playhead]] : [row];
  });
