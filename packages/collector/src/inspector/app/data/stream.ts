import { createStore, type Store } from '../store';
import type { Api } from './api';
import type { Call } from './model';

/** Whether the page receives what happens. */
export type Connection = 'connecting' | 'live' | 'lost' | 'closed';

/** Is called with every call; without one when all that was known is void (`isNew` false), or may be old (`isNew` true). */
export type Listener = (call: Call | undefined, isNew: boolean) => void;

/** The calls as they are answered. */
export interface Stream {
  readonly connection: Store<Connection>;
  /** Returns the function that ends it. `isNew` is false for calls that were answered before the page was there. */
  listen(listener: Listener): () => void;
  close(): void;
}

/** How long to wait before a stream that the browser gave up is opened anew, in ms. */
const REOPEN_MS = 3_000;

/** Opens the {@link Stream} of a collector. */
export function openStream(api: Api): Stream {
  const connection = createStore<Connection>('connecting');
  const listeners = new Set<Listener>();
  const emit: Listener = (call, isNew) => listeners.forEach((listener) => listener(call, isNew));
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isReady = false;

  function open(): void {
    source = api.stream();
    source.addEventListener('reset', () => {
      isReady = false;
      emit(undefined, false);
    });
    source.addEventListener('ready', () => {
      isReady = true;
      connection.set('live');
      emit(undefined, true);
    });
    source.addEventListener('message', ({ data }: MessageEvent<string>) => emit(JSON.parse(data) as Call, isReady));
    source.addEventListener('error', () => {
      const isClosed = source.readyState === EventSource.CLOSED;
      connection.set(isClosed ? 'closed' : 'lost');
      // The browser gives up at an answer that is no stream: of a proxy whose collector restarts, for instance.
      if (isClosed) timer = setTimeout(open, REOPEN_MS);
    });
  }
  open();
  return {
    connection,
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      clearTimeout(timer);
      source.close();
    },
  };
}
