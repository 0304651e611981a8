import { randomBytes } from 'node:crypto';
import { jetstreamManager, type JetStreamManager, type StreamConfig } from '@nats-io/jetstream';
import { Kvm, type KV } from '@nats-io/kv';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { sessionLimits } from '../../sessions';
import type { Names } from './names';
import { FinalTrouble } from './trouble';

/** What may be asked of a cluster; what is left out is as the first process made it. */
export interface ClusterOptions {
  /** Into how many streams sessions are divided, from 1 to 256; default 4. It never changes. */
  readonly shards?: number | undefined;
  /** How many servers keep each message, from 1 to 5; default 1. */
  readonly replicas?: number | undefined;
  /** For how many days events are kept; default 7. */
  readonly keepDays?: number | undefined;
  /** How many bytes all streams together may hold; when they are full, nothing more is taken. By default as many as the servers have. */
  readonly maxBytes?: number | undefined;
  /** Bytes of the events of one session; default 32 MiB. */
  readonly maxSessionBytes?: number | undefined;
  /** Events of one session; default 100,000. */
  readonly maxSessionEvents?: number | undefined;
}

/** Who sets up a collector. */
export interface SetUpOptions extends ClusterOptions {
  /** Whether to wait until another process has set it up. */
  readonly findsOnly?: boolean | undefined;
}

/** What all processes agree on. */
export interface Cluster {
  readonly version: 1;
  readonly shards: number;
  readonly replicas: number;
  readonly keepDays: number;
  readonly maxSessionBytes: number;
  readonly maxSessionEvents: number;
  /** -1: no limit. */
  readonly maxBytes: number;
  /** What ids are signed with. */
  readonly secret: string;
}

/** The buckets of a collector. */
export interface Buckets {
  readonly marks: KV;
  readonly tombstones: KV;
  readonly reports: KV;
  readonly progress: KV;
}

/** How long a server may take to answer what is asked at the start, in ms, and when it is asked again. */
const TIMEOUT_MS = 2_000;
const AGAIN_MS = 300;
/** For how long the server recognises what is published twice, in ms. */
const DUPLICATES_MS = 60_000;
/** For how long edges know that a session takes no more, in ms. */
export const TOMBSTONE_MS: number = 20 * 60_000;
const DAY_MS = 86_400_000;
const optionNames = ['shards', 'replicas', 'keepDays', 'maxBytes', 'maxSessionBytes', 'maxSessionEvents'] as const;

const checks: Readonly<Record<(typeof optionNames)[number], readonly [number, number]>> = {
  shards: [1, 256],
  replicas: [1, 5],
  keepDays: [1, 3_650],
  maxBytes: [1_000_000, Number.MAX_SAFE_INTEGER],
  maxSessionBytes: [1, Number.MAX_SAFE_INTEGER],
  maxSessionEvents: [1, Number.MAX_SAFE_INTEGER],
};

/** Throws a `TypeError` for an option that is no number that it may be. */
export function assertOptions(options: ClusterOptions): void {
  for (const name of optionNames) {
    const value = options[name];
    const [least, most] = checks[name];
    if (value !== undefined && !(value >= least && value <= most))
      throw new TypeError(`${name} takes a number from ${least} to ${most}, got ${String(value)}.`);
  }
}

const fresh = (options: ClusterOptions): Cluster => ({
  version: 1,
  shards: options.shards ?? 4,
  replicas: options.replicas ?? 1,
  keepDays: options.keepDays ?? 7,
  maxBytes: options.maxBytes ?? -1,
  maxSessionBytes: options.maxSessionBytes ?? sessionLimits.bytes,
  maxSessionEvents: options.maxSessionEvents ?? sessionLimits.events,
  secret: randomBytes(32).toString('hex'),
});

/** A bucket as it is, or else a new one. */
async function ensureBucket(kvm: Kvm, name: string, replicas: number, ttl = 0): Promise<KV> {
  const bucket = await kvm.open(name);
  const isThere = await bucket.status().then(
    () => true,
    (error: unknown) => {
      if (/not found/.test(String(error))) return false;
      throw error;
    },
  );
  return isThere ? bucket : kvm.create(name, { replicas, ttl });
}

/** Takes what the first process made, or is the first one; throws a {@link FinalTrouble} when something else is asked for. */
async function agree(kvm: Kvm, names: Names, options: SetUpOptions): Promise<Cluster> {
  if (options.findsOnly)
    throw new Error(`no collector has been set up under the name ${names.cluster.slice(0, -8)}: start an edge`);
  const bucket = await ensureBucket(kvm, names.cluster, options.replicas ?? 1);
  const found = await bucket.get('cluster');
  if (!found) {
    // Another process may be first: then its word counts.
    await bucket.create('cluster', JSON.stringify(fresh(options))).catch(() => undefined);
    const entry = await bucket.get('cluster');
    if (!entry) throw new Error('what was just written is not there yet');
    return check(entry.json<Cluster>(), names, options);
  }
  return check(found.json<Cluster>(), names, options);
}

function check(cluster: Cluster, names: Names, options: ClusterOptions): Cluster {
  if (cluster.version !== 1) throw new FinalTrouble(`The bucket ${names.cluster} was written by a newer collector.`);
  for (const name of optionNames)
    if (options[name] !== undefined && options[name] !== cluster[name])
      throw new FinalTrouble(
        `The collector of this name was set up with ${name} ${cluster[name]}, not ${options[name]}: leave ${name} out, or choose another name.`,
      );
  return cluster;
}

const streamOf = (names: Names, shard: number, { replicas, keepDays, maxBytes, shards }: Cluster) =>
  ({
    name: names.stream(shard),
    subjects: [names.subjects(shard)],
    retention: 'limits',
    storage: 'file',
    // What is full takes no more: events that were answered are not deleted for those that come.
    discard: 'new',
    num_replicas: replicas,
    max_age: nanos(keepDays * DAY_MS),
    max_bytes: maxBytes < 0 ? -1 : Math.ceil(maxBytes / shards),
    duplicate_window: nanos(DUPLICATES_MS),
    allow_direct: true,
  }) satisfies Partial<StreamConfig>;

/** What must be as we make it; how much a stream holds and how often it is kept, its owner may change. */
const essential = ['retention', 'storage', 'discard', 'allow_direct'] as const;

async function ensureStream(manager: JetStreamManager, wanted: ReturnType<typeof streamOf>): Promise<void> {
  const { name, subjects } = wanted;
  const config = await manager.streams.info(name).then(
    ({ config }) => config,
    async (error: unknown) => {
      if (!/not found/.test(String(error))) throw error;
      return (await manager.streams.add(wanted)).config;
    },
  );
  const wrong =
    config.subjects.join() === subjects.join() ? essential.find((key) => config[key] !== wanted[key]) : ('subjects' as const);
  if (wrong)
    throw new FinalTrouble(
      `The stream ${name} has another configuration: ${wrong} is ${JSON.stringify(config[wrong])} and must be ${JSON.stringify(wanted[wrong])}. Correct it, or choose another name for the collector.`,
    );
}

/** What there is once all processes agree. */
export interface SetUp {
  readonly cluster: Cluster;
  readonly manager: JetStreamManager;
  readonly buckets: Buckets;
  /** Resolves once all streams and buckets are found to be as they must be; rejects with a {@link FinalTrouble}. */
  readonly checked: Promise<void>;
}

/** What an earlier process agreed on, from any server that has it: no stream needs a leader for that. */
async function findCluster(kvm: Kvm, names: Names, options: ClusterOptions): Promise<Cluster | undefined> {
  const bucket = await kvm.open(names.cluster, { allow_direct: true });
  const entry = await bucket.get('cluster').catch(() => undefined);
  return entry ? check(entry.json<Cluster>(), names, options) : undefined;
}

/** Tries until it succeeds, or somebody has to change something. */
async function untilDone(connection: NatsConnection, run: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await run();
      return;
    } catch (error) {
      if (error instanceof FinalTrouble || connection.isClosed()) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/** Makes what is missing, and checks what is there. Where another process did so before, it is checked while events are taken. */
export async function setUp(connection: NatsConnection, names: Names, options: SetUpOptions): Promise<SetUp> {
  const manager = await jetstreamManager(connection, { timeout: TIMEOUT_MS, checkAPI: false });
  const kvm = new Kvm(manager.jetstream());
  const found = await findCluster(kvm, names, options);
  const cluster = found ?? (await agree(kvm, names, options));
  const { replicas, keepDays, shards } = cluster;
  const bucketNames = [names.marks, names.tombstones, names.reports, names.progress];
  const keepMs = keepDays * DAY_MS;
  const ttls = [keepMs, TOMBSTONE_MS, keepMs, 0];
  const steps = [
    ...Array.from({ length: shards }, (_, shard) => () => ensureStream(manager, streamOf(names, shard, cluster))),
    ...bucketNames.map((name, index) => () => ensureBucket(kvm, name, replicas, ttls[index])),
  ];
  if (!found) await Promise.all(steps.map((step) => step()));
  const checked = found ? Promise.all(steps.map((step) => untilDone(connection, step))).then(() => undefined) : Promise.resolve();
  checked.catch(() => undefined);
  const [marks, tombstones, reports, progress] = await Promise.all(bucketNames.map((name) => kvm.open(name)));
  return {
    cluster,
    manager,
    checked,
    buckets: { marks: marks!, tombstones: tombstones!, reports: reports!, progress: progress! },
  };
}
