import type { Session } from '../sessions';
import type { Store } from './store';

/**
 * Makes a store that forgets with the process.
 * Beyond `maxSessions` (10,000) it gives up the oldest closed session, or the oldest when none is closed.
 */
export function createMemoryStore({ maxSessions = 10_000 }: { readonly maxSessions?: number } = {}): Store {
  const sessions = new Map<string, Session>();

  const oldest = (): string | undefined => {
    for (const { id, closed } of sessions.values()) if (closed) return id;
    return sessions.keys().next().value;
  };

  return {
    async add(session) {
      const spare = sessions.size >= maxSessions ? oldest() : undefined;
      if (spare !== undefined) sessions.delete(spare);
      sessions.set(session.id, session);
    },
    async get(id) {
      return sessions.get(id);
    },
    async list() {
      return [...sessions.values()];
    },
    async update(id, change) {
      const session = sessions.get(id);
      if (!session) return undefined;
      const changed = change(session);
      sessions.set(id, changed);
      return changed;
    },
  };
}
