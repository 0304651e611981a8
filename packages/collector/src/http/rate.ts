/** How many addresses are remembered; those that called last. */
const MAX_ADDRESSES = 50_000;

/** Says for each address whether it may call now. */
export interface Rate {
  /** True unless the address has called too often; `at` in ms. */
  allows(address: string, at: number): boolean;
}

/** Makes a {@link Rate}: `perSecond` calls on average, ten times as many at once. */
export function createRate(perSecond: number): Rate {
  const burst = 10 * perSecond;
  const left = new Map<string, { calls: number; at: number }>();
  return {
    allows(address, at) {
      const known = left.get(address);
      const calls = known ? Math.min(burst, known.calls + (Math.max(0, at - known.at) * perSecond) / 1_000) : burst;
      if (!known && left.size >= MAX_ADDRESSES) for (const oldest of left.keys()) if (left.delete(oldest)) break;
      left.delete(address);
      left.set(address, { calls: Math.max(0, calls - 1), at });
      return calls >= 1;
    },
  };
}
