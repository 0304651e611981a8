import type { Call } from '../../call';
import type { Store } from '../store';
import type { LinkOptions } from './link';

/** Where a JetStream store is, and how it divides and keeps what it stores. */
export interface JetStreamStoreOptions extends LinkOptions {
  /** How many sessions this process knows at most; without a limit when left out. */
  readonly maxSessions?: number | undefined;
}

/** A store in NATS JetStream. Until `ready` all methods reject with `StoreUnavailable`. */
export interface JetStreamStore extends Store {
  /**
   * Resolves when NATS is there and the log has been read; rejects with a sentence when waiting does not help: wrong credentials, a server
   * that is too old, streams with another configuration.
   */
  readonly ready: Promise<void>;
  /** Why nothing can be stored at the moment; undefined when it can. */
  trouble(): string | undefined;
}

/** The store of an edge. */
export interface JetStreamEdge extends JetStreamStore {
  /** Lets the inspector see a refused call; it is not stored. */
  publishRefused(call: Call): void;
}
