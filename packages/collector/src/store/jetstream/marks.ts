import type { SessionMarks } from '../../sessions';
import { StoreUnavailable } from '../store';
import type { Linked } from './link';

/** Numbers beside sessions, shared by all processes. */
export interface Marks {
  of(sid: string): SessionMarks;
  /** Resolves when they are stored. */
  put(sid: string, marks: SessionMarks): Promise<void>;
  forget(sid: string): void;
  stop(): void;
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
    stop: () => undefined,
  };
}

/**
 * Reads the marks that are stored, and follows those that other processes store. Forwarding has a key of its own, because another
 * process than the one that reports may do it. `self` names this process.
 */
export async function followMarks({ buckets: { marks: bucket } }: Linked, self: string): Promise<Marks> {
  const own = createOwnMarks();
  const watched = await bucket.watch();
  let settle!: () => void;
  const loaded = new Promise<void>((resolve) => (settle = resolve));
  const { values } = await bucket.status();
  let left = values;
  if (left === 0) settle();
  void (async () => {
    for await (const { key, operation, value, isUpdate } of watched) {
      if (operation === 'PUT') {
        const { by, marks } = JSON.parse(new TextDecoder().decode(value)) as Stored;
        if (by !== self) await own.put(key.split('.')[0]!, marks);
      } else own.forget(key.split('.')[0]!);
      if (isUpdate || --left <= 0) settle();
    }
  })().catch(() => undefined);
  await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, 5_000).unref())]);

  const store = async (key: string, marks: SessionMarks): Promise<void> => {
    await bucket.put(key, JSON.stringify({ by: self, marks } satisfies Stored)).catch((error: unknown) => {
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
    stop: () => watched.stop(),
  };
}
