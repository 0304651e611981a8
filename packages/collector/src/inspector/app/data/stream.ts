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

/** Opens the {@link Stream} of a collector. */
export function openStream(api: Api): Stream {
  const connection = createStore<Connection>('connecting');
  const listeners = new Set<Listener>();
  const emit: Listener = (call, isNew) => listeners.forEach((listener) => listener(call, isNew));
  const source = api.stream();
  let isReady = false;
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
  source.addEventListener('error', () => connection.set(source.readyState === EventSource.CLOSED ? 'closed' : 'lost'));
  return {
    connection,
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => source.close(),
  };
}
