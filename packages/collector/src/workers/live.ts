import type { Breach } from '@media-collection/report';
import type { Call } from '../call';
import { createCollector, type Collector } from '../collector';
import type { InspectOptions } from '../inspect/inspection';
import { createReader, type Reading } from '../store/jetstream/reader';
import type { Seen } from '../store/jetstream/view';
import { StoreUnavailable, type Store } from '../store/store';
import { startWorker, type Job, type Worker, type WorkerOptions } from './worker';

/** Who may look, and who is informed of calls. */
export interface LiveOptions extends WorkerOptions, InspectOptions {
  /** Is called with every call that any edge has answered, once the log has been read. */
  readonly onCall?: (call: Call) => void;
  /** Is called with every rule that an event breaks. */
  readonly onBreach?: (breach: Breach) => void;
}

const refuse = (): Promise<never> => Promise.reject(new StoreUnavailable('This process shows sessions; events go to the edges.'));

/** The call that an edge has answered, as far as the log knows it. */
function callOf({ message, sid, outcome }: Seen): Call | undefined {
  if (message.kind === 'expire' || outcome === 'none') return undefined;
  const path = '/api/v1/sessions';
  const call = { time: message.at, method: 'POST', sessionId: sid, ...(outcome === 'repeated' && { repeated: true as const }) };
  if (message.kind === 'event') return { ...call, path: `${path}/${sid}/events`, status: 204, event: message.event };
  return message.downloaded
    ? { ...call, path: '/api/v1/downloaded', status: 201, event: message.events }
    : { ...call, path, status: 201, event: message.events[0] };
}

/** Starts a worker that shows the sessions of all edges, and the calls as they come; its collector takes no events. */
export function startLiveWorker(options: LiveOptions): Worker & { readonly collector: Collector } {
  let reading: Reading | undefined;
  let isCaughtUp = false;
  const reader = createReader(() => {
    if (reading) return reading;
    throw new StoreUnavailable('The log is being read.');
  });
  const store: Store = { ...reader, open: refuse, append: refuse, expire: refuse, clear: refuse, close: async () => undefined };
  const { token, onCall, onBreach } = options;
  const inspect = token === undefined ? true : { token };
  const collector = createCollector({ store, inspect, ...(onBreach && { onBreach }) });

  const job: Job = {
    purpose: 'live',
    readsAll: true,
    async begin(begun) {
      reading = begun;
      // Calls that an edge refused stand in no log.
      const { connection, names } = begun.linked;
      connection.subscribe(names.refused, {
        callback(error, message) {
          if (error || !isCaughtUp) return;
          const call = message.json<Call>();
          collector.note(call, message.data.length);
          onCall?.(call);
        },
      });
    },
    seen(seen) {
      const call = isCaughtUp ? callOf(seen) : undefined;
      if (!call) return;
      collector.note(call, seen.message.kind === 'expire' ? 0 : seen.message.bytes);
      onCall?.(call);
    },
    isDone: () => true,
    end: () => collector.endStreams(),
  };
  const worker = startWorker(options, job);
  const ready = worker.ready.then((begun) => {
    isCaughtUp = true;
    return begun;
  });
  ready.catch(() => undefined);
  return { ...worker, ready, collector };
}
