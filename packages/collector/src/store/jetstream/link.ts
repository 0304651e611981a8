import { readFileSync } from 'node:fs';
import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { assertOptions, setUp, type Buckets, type Cluster, type SetUpOptions } from './cluster';
import { createIds, type Ids } from './ids';
import { ignoreLateWrites } from './late-writes';
import { createNames, type Names } from './names';
import { assertServer, connectTrouble, FinalTrouble, setupTrouble, shown } from './trouble';

/** Where a collector's NATS is. */
export interface LinkOptions extends SetUpOptions {
  /** Addresses of NATS servers, separated by commas: `nats://[user:password@|token@]host[:port]`, or `tls://…`. */
  readonly servers: string;
  /** The path of a file of credentials (`.creds`). */
  readonly credentials?: string | undefined;
  /** Keeps several collectors in one NATS system apart: letters, digits, `_`, `-`; `media` when left out. */
  readonly name?: string | undefined;
  /** How long a server may take to store an event before it is refused with 503, in ms; 1,000 when left out. */
  readonly timeoutMs?: number | undefined;
  /** Is called with a sentence when NATS cannot be used, and when it can again. */
  readonly onTrouble?: ((sentence: string) => void) | undefined;
}

/** What there is once NATS can be used. */
export interface Linked {
  readonly connection: NatsConnection;
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly names: Names;
  readonly cluster: Cluster;
  readonly buckets: Buckets;
  readonly ids: Ids;
  /** Resolves once all streams and buckets are found to be as they must be; rejects with a {@link FinalTrouble}. */
  readonly checked: Promise<void>;
}

/** A connection that comes about as soon as there is a server, and again whenever it breaks. */
export interface Link {
  /** Resolves when NATS can be used; rejects with a {@link FinalTrouble}, or when the link is closed before. */
  readonly ready: Promise<Linked>;
  /** What there is now; undefined while no server is connected. */
  current(): Linked | undefined;
  /** Why nothing is there. */
  trouble(): string;
  /** Says that something does not work, unless it was said already. */
  report(sentence: string): void;
  /** Says that it works again. */
  recovered(): void;
  close(): Promise<void>;
}

const RETRY_MS = 500;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The parts of an address that name the user; NATS' own client leaves them out. */
function accessOf(servers: string): { servers: string[]; user?: string; pass?: string; token?: string } {
  const addresses = servers.split(',').map((word) => word.trim());
  const [, access] = /^\w+:\/\/([^@/]*)@/.exec(addresses[0] ?? '') ?? [];
  const plain = addresses.map(shown);
  if (access === undefined) return { servers: plain };
  const [user = '', pass] = access.split(':').map(decodeURIComponent);
  return pass === undefined ? { servers: plain, token: user } : { servers: plain, user, pass };
}

/** Begins to connect; throws a `TypeError` for wrong options. */
export function createLink(options: LinkOptions): Link {
  const { servers, credentials, onTrouble } = options;
  assertOptions(options);
  const names = createNames(options.name ?? 'media');
  let linked: Linked | undefined;
  let isConnected = false;
  let isClosed = false;
  let trouble: string | undefined;

  const report = (sentence: string): void => {
    if (isClosed || trouble === sentence) return;
    trouble = sentence;
    onTrouble?.(sentence);
  };
  const recovered = (): void => {
    if (trouble === undefined) return;
    trouble = undefined;
    onTrouble?.(`NATS at ${shown(servers)} can be used.`);
  };

  async function open(): Promise<NatsConnection> {
    try {
      const connection = await connect({
        ...accessOf(servers),
        ...(credentials !== undefined && { authenticator: credsAuthenticator(readFileSync(credentials)) }),
        maxReconnectAttempts: -1,
        reconnectTimeWait: RETRY_MS,
        timeout: 5_000,
        pingInterval: 5_000,
        maxPingOut: 2,
        name: `collector ${names.stream(0).slice(0, -2)}`,
      });
      ignoreLateWrites(connection);
      return connection;
    } catch (error) {
      throw connectTrouble(servers, error);
    }
  }

  async function watch(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') {
        isConnected = false;
        report(
          `The connection to NATS at ${shown(servers)} is broken; the collector connects again as soon as a server answers.`,
        );
      }
      if (type === 'reconnect') {
        ignoreLateWrites(connection);
        isConnected = true;
        recovered();
      }
    }
  }

  async function attempt(): Promise<Linked> {
    const connection = await open();
    try {
      assertServer(connection, servers);
      const { cluster, manager, buckets, checked } = await setUp(connection, names, options);
      checked.catch((error: unknown) => error instanceof FinalTrouble && report(error.message));
      const ids = createIds(cluster.secret, cluster.shards);
      linked = { connection, client: manager.jetstream(), manager, names, cluster, buckets, ids, checked };
      isConnected = true;
      void watch(connection).catch(() => undefined);
      return linked;
    } catch (error) {
      await connection.close().catch(() => undefined);
      throw setupTrouble(servers, error);
    }
  }

  async function begin(): Promise<Linked> {
    for (;;) {
      try {
        const made = await attempt();
        recovered();
        return made;
      } catch (error) {
        report((error as Error).message);
        if (error instanceof FinalTrouble) throw error;
      }
      await pause(RETRY_MS);
      if (isClosed) throw new Error('The link to NATS was closed.');
    }
  }
  const ready = begin();
  // Those who wait for it get the error; nobody has to.
  ready.catch(() => undefined);

  return {
    ready,
    current: () => (isConnected ? linked : undefined),
    trouble: () => trouble ?? 'NATS is not there yet.',
    report,
    recovered,
    async close() {
      isClosed = true;
      const made = await ready.catch(() => undefined);
      await made?.connection.close();
    },
  };
}
