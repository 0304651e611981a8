import type { SessionMarks } from '../../sessions';
import { StoreUnavailable } from '../store';
import { followStream } from './follow';
import type { Linked } from './link';

/** Numbers beside sessions, shared by all processes. */
export interface Marks {
  of(sid: string): SessionMarks;
  /** Resolves when they are stored. */
  put(sid: string, marks: SessionMarks): Promise<void>;
  forget(sid: string): void;
  stop(): Promise<void>;
}

interface Stored {
  readonly by: string;
  readonly marks: SessionMarks;
}

/** Marks that this process alone knows. */
export function createOwnMarks(): Marks {
  const known = new Map<string, SessionMarks>();
  return {
    of: (sid) => known.get(sid) ?? {},
    async put(sid, marks) {
      known.set(sid, { ...known.get(sid), ...marks });
    },
    forget: (sid) => void known.delete(sid),
    stop: async () => undefined,
  };
}

/**
 * Reads the marks that are stored, and follows those that other processes store. Forwarding has a key of its own, because another
 * process than the one that reports may do it. `self` names this process.
 */
export async function followMarks(linked: Linked, self: string): Promise<Marks> {
  const own = createOwnMarks();
  const { names, buckets } = linked;
  const followed = followStream(linked, `KV_${names.marks}`, 1, ({ subject, data }) => {
    const sid = subject.split('.')[2]!;
    // What deletes a key has no value.
    if (!data.length) return own.forget(sid);
    const { by, marks } = JSON.parse(new TextDecoder().decode(data)) as Stored;
    if (by !== self) void own.put(sid, marks);
  });
  await followed.caughtUp;

  const store = async (key: string, marks: SessionMarks): Promise<void> => {
    await buckets.marks.put(key, JSON.stringify({ by: self, marks } satisfies Stored)).catch((error: unknown) => {
      throw new StoreUnavailable('A mark of a session could not be stored.', { cause: error });
    });
  };

  return {
    ...own,
    async put(sid, marks) {
      await own.put(sid, marks);
      const { forward, ...rest } = own.of(sid);
      await Promise.all([
        marks.forward && forward && store(`${sid}.forward`, { forward }),
        Object.keys(marks).some((name) => name !== 'forward') && store(`${sid}.rest`, rest),
      ]);
    },
    stop: followed.stop,
  };
}
