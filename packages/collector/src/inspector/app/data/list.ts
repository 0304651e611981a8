import { createStore, type Store } from '../store';
import type { Api } from './api';
import type { Call, Filter, SessionSummary } from './model';
import type { Stream } from './stream';

/** The list of sessions as far as it is loaded. */
export interface SessionList {
  readonly items: readonly SessionSummary[];
  readonly isLoading: boolean;
  /** Whether the collector has more. */
  readonly hasMore: boolean;
  readonly problem: string | undefined;
}

/** Keeps the list up to date. */
export interface ListLoader {
  readonly list: Store<SessionList>;
  setFilter(filter: Filter): void;
  loadMore(): void;
  clear(): Promise<void>;
  close(): void;
}

/** How often the newest sessions are asked for while calls come in, in ms. */
const REFRESH_MS = 1_000;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Makes a {@link ListLoader}. */
export function createListLoader(api: Api, stream: Stream, initial: Filter): ListLoader {
  const list = createStore<SessionList>({ items: [], isLoading: true, hasMore: false, problem: undefined });
  let filter = initial;
  let next: string | undefined;
  /** Work that began under an earlier filter must have no effect. */
  let generation = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;

  async function load(): Promise<void> {
    const mine = ++generation;
    next = undefined;
    list.set({ ...list.value, isLoading: true });
    try {
      const page = await api.list(filter);
      if (mine !== generation) return;
      next = page.next;
      list.set({ items: page.items, isLoading: false, hasMore: next !== undefined, problem: undefined });
    } catch (error) {
      if (mine === generation) list.set({ ...list.value, isLoading: false, problem: messageOf(error) });
    }
  }

  async function loadMore(): Promise<void> {
    if (next === undefined || list.value.isLoading) return;
    const mine = generation;
    list.set({ ...list.value, isLoading: true });
    try {
      const page = await api.list(filter, next);
      if (mine !== generation) return;
      next = page.next;
      const known = new Set(list.value.items.map(({ id }) => id));
      const items = [...list.value.items, ...page.items.filter(({ id }) => !known.has(id))];
      list.set({ items, isLoading: false, hasMore: next !== undefined, problem: undefined });
    } catch (error) {
      if (mine === generation) list.set({ ...list.value, isLoading: false, problem: messageOf(error) });
    }
  }

  /** Puts the newest page over what is loaded. */
  async function refresh(): Promise<void> {
    const mine = generation;
    isBusy = true;
    try {
      const page = await api.list(filter);
      if (mine !== generation) return;
      const fresh = new Set(page.items.map(({ id }) => id));
      const rest = list.value.items.filter(({ id }) => !fresh.has(id));
      // Without a following page the collector holds no more than these.
      const isWhole = page.next === undefined;
      if (isWhole) next = undefined;
      list.set({
        ...list.value,
        items: isWhole ? page.items : [...page.items, ...rest],
        hasMore: next !== undefined,
        problem: undefined,
      });
    } catch {
      // The stream says that the collector is away.
    } finally {
      isBusy = false;
    }
  }

  function handleCall(call: Call | undefined, isNew: boolean): void {
    if (!isNew) return;
    if (!call) return void load();
    if (timer !== undefined) return;
    refreshSoon();
  }

  function refreshSoon(): void {
    timer = setTimeout(() => {
      timer = undefined;
      if (isBusy) refreshSoon();
      else void refresh();
    }, REFRESH_MS);
  }

  const leave = stream.listen(handleCall);
  void load();
  return {
    list,
    setFilter(wanted) {
      filter = wanted;
      void load();
    },
    loadMore: () => void loadMore(),
    async clear() {
      await api.clear();
      await load();
    },
    close() {
      leave();
      clearTimeout(timer);
      generation++;
    },
  };
}
