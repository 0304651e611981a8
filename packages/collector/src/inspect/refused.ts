import type { Call } from '../call';

/** For how many sessions refused calls are kept, and how many for each. */
const MAX_SESSIONS = 300;
const MAX_CALLS = 20;
const MAX_EVENT_BYTES = 4_096;

/** The last refused calls of each session. */
export interface RefusedCalls {
  /** Keeps a refused call; its body only when it is small. */
  add(sid: string, call: Call, bytes: number): void;
  of(sid: string): readonly Call[];
  clear(): void;
}

/** Makes an empty list of {@link RefusedCalls}. */
export function createRefusedCalls(): RefusedCalls {
  const kept = new Map<string, readonly Call[]>();
  return {
    add(sid, call, bytes) {
      const { event, ...rest } = call;
      const calls = kept.get(sid) ?? [];
      kept.delete(sid);
      kept.set(sid, [...calls, bytes <= MAX_EVENT_BYTES ? { ...rest, event } : rest].slice(-MAX_CALLS));
      if (kept.size > MAX_SESSIONS) for (const oldest of kept.keys()) if (kept.delete(oldest)) break;
    },
    of: (sid) => kept.get(sid) ?? [],
    clear: () => kept.clear(),
  };
}
