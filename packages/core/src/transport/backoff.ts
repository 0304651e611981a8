const FIRST_MS = 1_000;
const CAP_MS = 60_000;

/** Milliseconds to wait before another attempt: exponential, full jitter, `random` in 0 to 1. */
export const backoff = (attempt: number, random: number): number => random * Math.min(CAP_MS, FIRST_MS * 2 ** attempt);
