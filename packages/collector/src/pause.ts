/**
 * Resolves once calls that came meanwhile were read. Where there is `setImmediate` it is used: Node runs a timer that fell due during long
 * work before it looks at its sockets again, so that work divided by timers alone can keep every caller waiting.
 */
export const pause = (): Promise<void> =>
  new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve);
  });
