import { randomBytes } from 'node:crypto';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { Entry } from '../store/jetstream/fold';
import { createLink, type LinkOptions } from '../store/jetstream/link';
import { createOwnMarks, followMarks } from '../store/jetstream/marks';
import type { Reading } from '../store/jetstream/reader';
import { createView, type Seen } from '../store/jetstream/view';
import { acquireLease, type Lease } from './lease';

/** Where a worker reads, and which part of it. */
export interface WorkerOptions extends LinkOptions {
  /** The shards that it works on; all of them when left out. One process at a time works on a shard for one purpose: others wait. */
  readonly only?: readonly number[] | undefined;
  /** How many sessions it knows at most. */
  readonly maxSessions?: number | undefined;
}

/** What a kind of worker does with the log. */
export interface Job {
  /** What its progress is stored under. */
  readonly purpose: string;
  /** Whether marks are stored for all processes; else it keeps its own. */
  readonly sharesMarks?: boolean;
  /** Whether it begins at the beginning of the log each time, because it shows all that is kept. */
  readonly readsAll?: boolean;
  /** Is called before the first message; the first place of a shard whose work is not stored may be returned by `storedUpTo`. */
  begin?(reading: Reading, shards: readonly number[]): void | Promise<void>;
  /** Is called after each message; the next one of its shard waits for what it returns. */
  seen(seen: Seen, reading: Reading): void | Promise<void>;
  /** Whether a session needs nothing more: what stands in the log of it is not read again after a restart. */
  isDone(entry: Entry, at: number): boolean;
  /** The last place of a shard whose work is stored; all that was taken when left out. */
  storedUpTo?(shard: number): number;
  /** Is called once when the log has been read, and each second then. */
  tick?(at: number, reading: Reading): void | Promise<void>;
  end?(): void | Promise<void>;
}

/** A worker that runs. */
export interface Worker {
  /** Resolves when the log has been read; rejects with a sentence when waiting does not help. */
  readonly ready: Promise<Reading>;
  /** Resolves to a sentence when another process has taken its work over, because it was silent for too long: it must end. */
  readonly lost: Promise<string>;
  /** Why it does not work at the moment. */
  trouble(): string | undefined;
  /** Metrics for Prometheus, with those of the process unless others have them. */
  metrics(withProcess?: boolean): Promise<string>;
  /** Stores what is pending and how far it has come. */
  stop(): Promise<void>;
}

/** How often the progress is stored, in ms. */
const SAVE_MS = 5_000;
const TICK_MS = 1_000;
/** For how long a session that needs nothing more is still known, so that what comes late is recognised, in ms. */
const KNOWN_MS = 30 * 60_000;

/** Runs a {@link Job} over the log; throws a `TypeError` for wrong options. */
export function startWorker(options: WorkerOptions, job: Job): Worker {
  const link = createLink(options);
  const self = randomBytes(6).toString('base64url');
  const saved = new Map<number, number>();
  let reading: Reading | undefined;
  let shards: readonly number[] = [];
  let isCaughtUp = false;
  let isWaiting = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  const leases: Lease[] = [];
  let lose!: (sentence: string) => void;
  const lost = new Promise<string>((resolve) => (lose = resolve));

  /** Waits until no other process works on a shard for this purpose. */
  async function acquire(shard: number): Promise<void> {
    const { buckets } = await link.ready;
    const lease = await acquireLease({
      bucket: buckets.progress,
      key: `${job.purpose}.${shard}.lease`,
      self,
      onWait: () =>
        link.report(`Another process works on shard ${shard} for ${job.purpose}; this one waits until that one ends.`),
      onLost: () => lose(`Another process has taken shard ${shard} over, because this one was silent for too long.`),
      isStopped: () => isStopped,
    });
    leases.push(lease);
  }

  async function begin(): Promise<Reading> {
    const linked = await link.ready;
    await linked.checked;
    const { cluster, buckets } = linked;
    shards = options.only ?? Array.from({ length: cluster.shards }, (_, shard) => shard);
    const wrong = shards.find((shard) => shard >= cluster.shards);
    if (wrong !== undefined) throw new TypeError(`There is no shard ${wrong}: they are 0 to ${cluster.shards - 1}.`);
    if (!job.readsAll) {
      isWaiting = true;
      await Promise.all(shards.map(acquire));
      isWaiting = false;
      link.recovered();
      for (const shard of shards) {
        const entry = await buckets.progress.get(`${job.purpose}.${shard}`);
        if (entry) saved.set(shard, Number(entry.string()));
      }
    }
    const marks = job.sharesMarks ? await followMarks(linked, self) : createOwnMarks();
    const holder: { reading?: Reading } = {};
    let release!: () => void;
    const begun = new Promise<void>((resolve) => (release = resolve));
    const view = createView(linked, {
      shards,
      from: (shard) => saved.get(shard) ?? 1,
      maxSessions: options.maxSessions,
      seen: (seen) => (holder.reading ? job.seen(seen, holder.reading) : begun.then(() => job.seen(seen, holder.reading!))),
      forgotten: (sid) => marks.forget(sid),
    });
    reading = { linked, view, marks };
    await job.begin?.(reading, shards);
    holder.reading = reading;
    release();
    await view.caughtUp;
    isCaughtUp = true;
    schedule();
    return reading;
  }

  /** Stores from where each shard would have to be read again. */
  async function save(at: number): Promise<void> {
    if (!reading || job.readsAll) return;
    const { view, linked } = reading;
    const lowest = new Map(
      shards.map((shard) => [shard, Math.min(view.placeOf(shard), job.storedUpTo?.(shard) ?? Infinity) + 1]),
    );
    for (const entry of view.fold.entries()) {
      if (!job.isDone(entry, at)) lowest.set(entry.shard, Math.min(lowest.get(entry.shard)!, entry.opening[0]!));
      else if (at - entry.head.heardAt > KNOWN_MS) view.fold.remove(entry.head.id);
    }
    for (const { shard, place } of view.fold.pending(at)) lowest.set(shard, Math.min(lowest.get(shard)!, place));
    for (const [shard, place] of lowest) {
      if (saved.get(shard) === place) continue;
      await linked.buckets.progress.put(`${job.purpose}.${shard}`, String(place));
      saved.set(shard, place);
    }
  }

  let savedAt = 0;
  function schedule(): void {
    if (isStopped) return;
    timer = setTimeout(() => {
      const at = Date.now();
      const work = async (): Promise<void> => {
        if (reading) await job.tick?.(at, reading);
        if (at - savedAt < SAVE_MS) return;
        savedAt = at;
        await save(at);
      };
      // What fails because NATS is away is done the next time.
      work()
        .catch((error: unknown) =>
          link.report(`The work could not be stored: ${error instanceof Error ? error.message : String(error)}`),
        )
        .finally(schedule);
    }, TICK_MS);
  }

  const register = new Registry();
  const own = new Registry();
  collectDefaultMetrics({ register: own });
  const metric = (name: string, help: string) => ({ name: `media_worker_${name}`, help, registers: [register] });
  new Gauge({
    ...metric('lag_messages', 'Messages of a shard that are not worked on yet.'),
    labelNames: ['purpose', 'shard'],
    async collect() {
      if (!reading || !link.current()) return;
      const { linked, view } = reading;
      for (const shard of shards) {
        const info = await linked.manager.streams.info(linked.names.stream(shard)).catch(() => undefined);
        const done = Math.min(view.placeOf(shard), job.storedUpTo?.(shard) ?? Infinity);
        if (info) this.set({ purpose: job.purpose, shard: String(shard) }, Math.max(0, info.state.last_seq - done));
      }
    },
  });
  new Gauge({
    ...metric('sessions', 'Sessions that the worker knows.'),
    labelNames: ['purpose'],
    collect() {
      this.set({ purpose: job.purpose }, reading?.view.fold.size ?? 0);
    },
  });

  const ready = begin();
  ready.catch(() => undefined);
  return {
    ready,
    lost,
    trouble() {
      if (!link.current() || isWaiting) return link.trouble();
      return isCaughtUp ? undefined : 'The log is being read.';
    },
    metrics: async (withProcess = true) => (withProcess ? await own.metrics() : '') + (await register.metrics()),
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await reading?.view.stop();
      await job.end?.();
      if (isCaughtUp && link.current()) await save(Date.now()).catch(() => undefined);
      await Promise.all(leases.map((lease) => lease.release()));
      await reading?.marks.stop();
      await link.close();
    },
  };
}
