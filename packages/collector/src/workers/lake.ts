import { join } from 'node:path';
import type { MediaEvent } from '../media-event';
import { isExpired } from '../sessions';
import { withoutRepeats } from '../store/repeats';
import type { Entry } from '../store/jetstream/fold';
import type { Linked } from '../store/jetstream/link';
import { eventsOf } from '../store/jetstream/read';
import type { Seen } from '../store/jetstream/view';
import { openLakeFile, type LakeFile } from './lake-file';
import { startWorker, type Job, type Worker, type WorkerOptions } from './worker';

/** Where the files are written. */
export interface LakeOptions extends WorkerOptions {
  /** A folder; each shard has one of its own inside. Only one process writes a shard. */
  readonly folder: string;
}

/** How long an event waits at most before it is on disk, in ms. */
const FLUSH_MS = 250;
/** How much waits at most, in characters. */
const MAX_WAITING = 4 * 1024 * 1024;
/** What came this late to a session that is over is not taken any more, in ms. */
const LATE_MS = 60_000;

/** Starts a worker that writes each event that counts once, one a line: `{"place":…,"left":0,"sid":…,"at":…,"event":{…}}`; `left` counts the lines that
 * follow of the same message. */
export function startLakeWorker(options: LakeOptions): Worker {
  const files = new Map<number, LakeFile>();
  let timer: ReturnType<typeof setInterval> | undefined;

  const flush = (): void => files.forEach((file) => file.flush());

  /** A session that came in parts is written when the last one is there. */
  async function collect(linked: Linked, entry: Entry): Promise<MediaEvent[]> {
    const events: MediaEvent[] = [];
    for await (const event of eventsOf(linked, { ...entry, places: [] }, 0)) events.push(event);
    return events;
  }

  function linesOf({ outcome, entry, message, sid, place }: Seen, events: readonly unknown[]): string {
    if (message.kind === 'expire' || !entry || (outcome !== 'stored' && outcome !== 'opened')) return '';
    const { at } = message;
    const last = events.length - 1;
    return events.map((event, index) => `${JSON.stringify({ place, left: last - index, sid, at, event })}\n`).join('');
  }

  const job: Job = {
    purpose: 'lake',
    begin(_reading, shards) {
      for (const shard of shards) files.set(shard, openLakeFile(join(options.folder, String(shard).padStart(3, '0'))));
      timer = setInterval(flush, FLUSH_MS);
    },
    seen(seen, { linked }) {
      const { shard, place, message, outcome, entry } = seen;
      const file = files.get(shard)!;
      // What an earlier process has written is read again only to know its sessions.
      if (place <= file.stored) return undefined;
      const add = (events: readonly unknown[]): void => {
        file.add(place, linesOf(seen, events));
        if (file.waiting > MAX_WAITING) file.flush();
      };
      if (message.kind !== 'open') return add(message.kind === 'event' ? [message.event] : []);
      if (message.of === 1) return add(withoutRepeats(message.events));
      return outcome === 'opened' && entry ? collect(linked, entry).then(add) : add([]);
    },
    isDone: ({ head }, at) => (head.closed ? at - head.heardAt > LATE_MS : isExpired(head, at - LATE_MS)),
    storedUpTo: (shard) => files.get(shard)?.stored ?? 0,
    end() {
      clearInterval(timer);
      flush();
      files.forEach((file) => file.close());
    },
  };
  return startWorker(options, job);
}
