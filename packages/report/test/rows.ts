import { state, type Row } from './story';

/** The usual first event. */
export const start: Row = [0, 'sessionStart', 0];
/** Play at once. */
export const play: Row = [0, 'play', 0];
/** `sessionEnd`; the playhead has run with the clock unless it is given. */
export const end = (ms: number, playhead = ms / 1_000): Row => [ms, 'sessionEnd', playhead];
/** An ad break with one ad, from 5 to 7 s. */
export const pod: Row[] = [
  [5_000, 'adBreakStart', 5],
  [5_001, 'adStart', 5],
  [7_000, 'adComplete', 5],
  [7_001, 'adBreakComplete', 5],
];
/** Pings every 10 s, the playhead stands still. */
export const pings = (from: number, to: number, playhead = 0): Row[] =>
  Array.from({ length: Math.floor((to - from) / 10_000) }, (_, i): Row => [from + (i + 1) * 10_000, 'ping', playhead]);
/** So many player states, each by its own name, all on. */
export const names = (count: number): Row[] => Array.from({ length: count }, (_, i) => state(i + 1, 'stateStart', 0, `s${i}`));
/** Params of live content. */
export const live = { params: { 'media.contentType': 'live', 'media.length': 86_400 } };
