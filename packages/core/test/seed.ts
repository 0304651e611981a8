const { TEST_SEED = '20260117' } = process.env;

/** What the random tests of this run grow from: fixed, or TEST_SEED's number, or a fresh one with TEST_SEED=random. */
export const seed: number = TEST_SEED === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(TEST_SEED);

if (TEST_SEED === 'random') console.info(`TEST_SEED=${seed}`);

/** Parameters for fast-check, which grow with TEST_RUNS (1 by default). */
export const runs = (numRuns: number): { seed: number; numRuns: number } => ({
  seed,
  numRuns: numRuns * Number(process.env['TEST_RUNS'] ?? 1),
});
