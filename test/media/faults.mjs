/** @import { Fault } from './server.mjs' */

/** Where a corrupt body begins to be: a segment still says what it is, and then is none. */
const HEADER = 100;

/** Keeps the faults of a media server and says what they do to a request. */
export function createFaultCounter() {
  /** @type {Set<Fault & { left: number, reach(): Promise<void>, release(): void }>} */
  const faults = new Set();

  const on = (/** @type {string} */ url) =>
    [...faults].filter(({ match }) => (typeof match === 'string' ? url.includes(match) : match.test(url)));

  return {
    /** Adds a fault. */
    add(/** @type {Fault} */ rule) {
      let timer, open;
      const opened = new Promise((resolve) => (open = resolve));
      const fault = {
        ...rule,
        left: rule.count ?? Infinity,
        /** The first response that arrives starts the clock for all. */
        reach() {
          if (rule.holdMs !== Infinity) timer ??= setTimeout(fault.release, rule.holdMs);
          return opened;
        },
        release() {
          clearTimeout(timer);
          faults.delete(fault);
          open();
        },
      };
      faults.add(fault);
      return { release: fault.release };
    },

    clear() {
      for (const fault of faults) fault.release();
    },

    /** What strikes a request as a whole; each call counts. */
    strike(/** @type {string} */ url) {
      const struck = on(url).filter(
        ({ left, ...rule }) => left > 0 && (rule.status ?? rule.delayMs ?? rule.destroy ?? rule.corrupt),
      );
      for (const fault of struck) fault.left -= 1;
      const { status } = struck.find((rule) => rule.status) ?? {};
      const delayMs = Math.max(0, ...struck.map((rule) => rule.delayMs ?? 0));
      const cutAt = Math.min(...struck.filter((rule) => rule.destroy).map((rule) => rule.afterBytes ?? 0));
      const corruptAt = Math.min(...struck.filter((rule) => rule.corrupt).map((rule) => rule.afterBytes ?? HEADER));
      return { status, delayMs, cutAt, corruptAt };
    },

    /** What strikes a running body at a position: a hold to wait for, how far it may go before asking again, and how fast. */
    at(/** @type {string} */ url, /** @type {number} */ position) {
      const holds = on(url).filter(({ holdMs }) => holdMs !== undefined);
      return {
        hold: holds.find(({ afterBytes = 0 }) => position >= afterBytes)?.reach(),
        limit: Math.min(...holds.map(({ afterBytes = 0 }) => afterBytes).filter((bytes) => bytes > position)),
        bytesPerSecond: Math.min(...on(url).map(({ bytesPerSecond = Infinity }) => bytesPerSecond)),
      };
    },
  };
}
