declare global {
  interface Window {
    /** What is held open: listeners of the page and of elements, timers, observed boxes. */
    held(): string[];
  }
}

/** Counts what the scripts of a page hold open: runs there, before them. */
export function count(): void {
  const listeners = new Map<string, string>();
  const timers = new Map<number, string>();
  const boxes = new Map<ResizeObserver, number>();
  const ids = new WeakMap<object, number>();
  let last = 0;
  const idOf = (thing: object): number => ids.get(thing) ?? (ids.set(thing, ++last), last);
  const nameOf = (target: EventTarget | null): string | undefined =>
    target === null || target === window
      ? 'window'
      : target === document
        ? 'document'
        : target instanceof Element
          ? target.localName
          : target instanceof TextTrackList
            ? 'tracks'
            : undefined;
  type Listener = EventListenerOrEventListenerObject | null;
  type Options = boolean | AddEventListenerOptions;
  const keyOf = (target: EventTarget, type: string, listener: Listener, options?: Options): string | undefined => {
    const name = nameOf(target);
    const capture = typeof options === 'object' ? options.capture : options;
    return name && listener ? `${name} ${type} ${idOf(listener)} ${!!capture}` : undefined;
  };

  const { addEventListener, removeEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type: string, listener: Listener, options?: Options) {
    const key = keyOf(this, type, listener, options);
    const { signal } = typeof options === 'object' ? options : {};
    if (key && !signal?.aborted) {
      listeners.set(key, `${nameOf(this)} ${type}`);
      if (signal) addEventListener.call(signal, 'abort', () => listeners.delete(key));
    }
    addEventListener.call(this, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type: string, listener: Listener, options?: Options) {
    const key = keyOf(this, type, listener, options);
    if (key) listeners.delete(key);
    removeEventListener.call(this, type, listener, options as EventListenerOptions);
  };

  for (const kind of ['Timeout', 'Interval'] as const) {
    const set = window[`set${kind}`].bind(window) as (run: () => void, ms?: number) => number;
    const clear = window[`clear${kind}`].bind(window) as (id?: number) => void;
    Object.assign(window, {
      [`set${kind}`]: (run: () => void, ms?: number) => {
        const id = set(() => {
          if (kind === 'Timeout') timers.delete(id);
          run();
        }, ms);
        timers.set(id, `${kind} of ${ms} ms`);
        return id;
      },
      [`clear${kind}`]: (id: number) => {
        timers.delete(id);
        clear(id);
      },
    });
  }

  const { observe, disconnect } = ResizeObserver.prototype;
  ResizeObserver.prototype.observe = function (element) {
    boxes.set(this, (boxes.get(this) ?? 0) + 1);
    observe.call(this, element);
  };
  ResizeObserver.prototype.disconnect = function () {
    boxes.delete(this);
    disconnect.call(this);
  };

  window.held = () => [...listeners.values(), ...timers.values(), ...[...boxes.values()].map((boxes) => `${boxes} boxes`)];
}
