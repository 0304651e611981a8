import { useEffect, useState } from 'preact/hooks';

/** A value that changes, and those who watch it. */
export interface Store<T> {
  readonly value: T;
  set(value: T): void;
  /** Returns the function that ends it. */
  watch(changed: () => void): () => void;
}

/** Makes a {@link Store}; several changes within one frame are one for those who watch. */
export function createStore<T>(initial: T): Store<T> {
  const watching = new Set<() => void>();
  let value = initial;
  let isDue = false;
  return {
    get value() {
      return value;
    },
    set(next) {
      value = next;
      if (isDue) return;
      isDue = true;
      // Not a frame: a page in the background has none.
      setTimeout(() => {
        isDue = false;
        for (const changed of [...watching]) changed();
      }, 16);
    },
    watch(changed) {
      watching.add(changed);
      return () => void watching.delete(changed);
    },
  };
}

/** Draws a component again whenever a store changes. */
export function useStore<T>(store: Store<T>): T {
  const [, draw] = useState(0);
  useEffect(() => store.watch(() => draw((count) => count + 1)), [store]);
  return store.value;
}
