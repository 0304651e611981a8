import { createForwarder, type Forwarder } from '../forward';
import { isExpired } from '../sessions';
import { createReader, type Reading } from '../store/jetstream/reader';
import { StoreUnavailable, type Store } from '../store/store';
import { startWorker, type Job, type Worker, type WorkerOptions } from './worker';

/** Where sessions are sent on to. */
export interface ForwardWorkerOptions extends WorkerOptions {
  /** The address of the other service, as for `--forward`. */
  readonly url: string;
  /** Is called with a sentence when the other service does not answer as one should, and when it does again. */
  readonly onForwardTrouble?: (sentence: string) => void;
}

const refuse = (): Promise<never> => Promise.reject(new StoreUnavailable('A worker stores no events.'));

/** How long to wait before a first and a last attempt more, in ms: NATS may be away for a moment, too. */
const backoffMs = [1_000, 10_000] as const;

/** Starts a worker that sends sessions on; how far each has come is stored with its marks. */
export function startForwardWorker(options: ForwardWorkerOptions): Worker & { readonly forwarder: Forwarder } {
  let reading: Reading | undefined;
  const reader = createReader(() => {
    if (reading) return reading;
    throw new StoreUnavailable('The log is being read.');
  });
  const store: Store = { ...reader, open: refuse, append: refuse, expire: refuse, clear: refuse, close: async () => undefined };
  const { url, onForwardTrouble } = options;
  const forwarder = createForwarder({ store, url, backoffMs, ...(onForwardTrouble && { onTrouble: onForwardTrouble }) });
  let isCaughtUp = false;

  const job: Job = {
    purpose: 'forward',
    sharesMarks: true,
    begin: (begun) => void (reading = begun),
    seen({ sid, outcome }) {
      if (isCaughtUp && (outcome === 'stored' || outcome === 'opened')) forwarder.touch(sid);
    },
    isDone({ head }, at) {
      const { done = 0, over = false } = reading?.marks.of(head.id).forward ?? {};
      return (over || done >= head.eventCount) && (head.closed ? at - head.heardAt > 60_000 : isExpired(head, at - 60_000));
    },
    end: () => forwarder.stop(),
  };
  const worker = startWorker(options, job);
  const ready = worker.ready.then(async (begun) => {
    isCaughtUp = true;
    await forwarder.resume();
    return begun;
  });
  ready.catch(() => undefined);
  return { ...worker, ready, forwarder };
}
