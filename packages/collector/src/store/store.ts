import type { Session } from '../sessions';

/** What keeps sessions: the port behind which a database may stand. */
export interface Store {
  /** Keeps a new session. */
  add(session: Session): Promise<void>;
  /** Answers one session, or undefined when it was never kept or has been given up. */
  get(id: string): Promise<Session | undefined>;
  /** Answers all sessions held, the oldest first. */
  list(): Promise<readonly Session[]>;
  /**
   * Replaces a session by what `change` makes of it, in one step that no other update of it can come between.
   * Answers the new session, or undefined when there is none. When `change` throws, nothing is replaced and the error passes on.
   */
  update(id: string, change: (session: Session) => Session): Promise<Session | undefined>;
}
