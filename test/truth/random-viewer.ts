const { VIEWER_SEED, VIEWER_SEEDS } = process.env;

/** What is reported of each viewing is printed where seeds are asked for. */
export const isVerbose = !!VIEWER_SEED;

/** The seeds of a run: so many from 1 on, or those that `VIEWER_SEED=11 VIEWER_SEEDS=4` asks for. */
export const seedsOf = (count: number): number[] =>
  Array.from({ length: Number(VIEWER_SEEDS ?? count) }, (_, index) => Number(VIEWER_SEED ?? 1) + index);

/** How far the report of a session may be off, in seconds; and by how much more for each border between playing and not. */
const ALLOWED_S = 0.15;
const PER_BORDER_S = 0.02;

/** How far the report of these sessions may be off, in seconds. */
export const limitOf = (lines: readonly string[]): number =>
  ALLOWED_S * lines.length + PER_BORDER_S * (lines.join(' ').match(/play|pauseStart|bufferStart/g) ?? []).length;
