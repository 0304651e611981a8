import type { Call } from '../call';
import { createSqliteStore } from '../sqlite';
import type { JetStreamStore, JetStreamStoreOptions } from '../store/jetstream/options';
import { createMemoryStore } from '../store/memory';
import type { Store } from '../store/store';
import type { CliOptions } from './options';

/** A start that fails for a reason that a sentence says. */
export class CannotStart extends Error {}

/** What an error says. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What is loaded only where NATS is asked for, because its packages are optional; throws {@link CannotStart} when they are missing. */
export async function loadJetStream(): Promise<typeof import('../jetstream')> {
  try {
    return await import('../jetstream');
  } catch (error) {
    if (Object(error).code !== 'ERR_MODULE_NOT_FOUND' && Object(error).code !== 'MODULE_NOT_FOUND') throw error;
    throw new CannotStart(
      'A store in NATS needs three packages: npm install @nats-io/transport-node@3 @nats-io/jetstream@3 @nats-io/kv@3',
    );
  }
}

/** What workers are made of; the same goes for it. */
export async function loadWork(): Promise<typeof import('../workers/workers')> {
  await loadJetStream();
  return import('../workers/workers');
}

/** What the command line says about NATS. */
export function linkOf(options: CliOptions, onTrouble: (sentence: string) => void): JetStreamStoreOptions {
  const { nats, name, shards, replicas, keepDays, credentials, maxSessions } = options;
  if (nats === undefined) throw new TypeError('This takes --store with the address of a NATS server.');
  return { servers: nats, name, shards, replicas, keepDays, credentials, maxSessions, onTrouble };
}

/** A store, and when it can be used. */
export interface OpenedStore {
  readonly store: Store;
  /** Resolves when the store can be used; rejects when waiting does not help. */
  readonly ready: Promise<void>;
  /** Why the store cannot be used at the moment. */
  trouble(): string | undefined;
  /** Is to be called with calls that were refused, when others are to see them. */
  readonly onRefused?: (call: Call) => void;
}

/** Opens the store that the command line names; throws {@link CannotStart}. */
export async function openStore(options: CliOptions, onTrouble: (sentence: string) => void): Promise<OpenedStore> {
  const { file, nats, maxSessions } = options;
  const atOnce = { ready: Promise.resolve(), trouble: () => undefined };
  const limit = maxSessions === undefined ? {} : { maxSessions };
  if (nats !== undefined) {
    const { createJetStreamEdge, createJetStreamStore } = await loadJetStream();
    const link = linkOf(options, onTrouble);
    const edge = options.command === 'edge' ? createJetStreamEdge(link) : undefined;
    const store: JetStreamStore = edge ?? createJetStreamStore(link);
    const onRefused = edge && ((call: Call) => edge.publishRefused(call));
    return { store, ready: store.ready, trouble: () => store.trouble(), ...(onRefused && { onRefused }) };
  }
  if (file === undefined) return { store: createMemoryStore(limit), ...atOnce };
  try {
    return { store: createSqliteStore({ file, ...limit }), ...atOnce };
  } catch (error) {
    throw new CannotStart(`The store cannot be used: ${reasonOf(error)}`);
  }
}
