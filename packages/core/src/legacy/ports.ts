/**
 * Stand-ins for what the sources use of the DOM. They are put in place by the legacy build (test/setup/legacy.mjs) and stay inside
 * it: a page that asks whether its browser knows `AbortController` must get the browser's answer, because players (hls.js) choose
 * their loaders by it.
 */
interface StandIn {
  aborted: boolean;
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

/** The signals that are not the browser's own. */
const standIns = new Set<unknown>();

function Controller(this: { signal: StandIn; abort(): void }): void {
  const listeners = new Set<() => void>();
  const signal: StandIn = {
    aborted: false,
    addEventListener: (_, listener) => void listeners.add(listener),
    removeEventListener: (_, listener) => void listeners.delete(listener),
  };
  standIns.add(signal);
  this.signal = signal;
  this.abort = () => {
    standIns.delete(signal);
    signal.aborted = true;
    listeners.forEach((listener) => listener());
    listeners.clear();
  };
}

/** The browser's own, or one whose signal aborts no request (before Chromium 66). */
export const AbortController: typeof globalThis.AbortController =
  self.AbortController || (Controller as unknown as typeof globalThis.AbortController);

/** The browser's own, or one that sees no change (before Chromium 64). */
export const ResizeObserver: typeof globalThis.ResizeObserver =
  self.ResizeObserver ||
  (function (this: object) {
    Object.assign(this, { observe() {}, disconnect() {} });
  } as unknown as typeof globalThis.ResizeObserver);

/** Chromium 68 to 79 refuse every `keepalive` request whose type needs a preflight, such as `application/json`. */
let refusesKeepalive = false;

/**
 * Requests as `fetch` does, and again without `keepalive` where that was refused. A signal that is not the browser's own is left
 * out: engines that have `AbortController` check what they are given.
 */
export function fetch(url: string, init: RequestInit): Promise<Response> {
  const signal = standIns.has(init.signal) ? undefined : init.signal!;
  const send = (keepalive: boolean): Promise<Response> => self.fetch(url, Object.assign({}, init, { keepalive, signal }));
  if (!init.keepalive || refusesKeepalive) return send(false);
  return send(true).catch(() =>
    send(false).then((response) => {
      refusesKeepalive = true;
      return response;
    }),
  );
}
