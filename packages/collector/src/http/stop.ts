import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

/** A connection without a request is closed when no request has come on any for so long, in ms, or for a quarter of the grace. */
const QUIET_MS = 2_000;
const STEP_MS = 10;

/** Stops a server without cutting off requests that are on their way. */
export interface Stopper {
  /** Whether the server has stopped listening: every answer then says `Connection: close`. */
  readonly isStopping: boolean;
  /** Resolves when all connections are closed; those with unanswered requests are cut off after so many ms. */
  stop(graceMs: number): Promise<void>;
}

/** Makes a {@link Stopper} for a server. */
export function createStopper(server: Server): Stopper {
  const sockets = new Set<Socket>();
  let lastRequestAt = 0;
  let stopping: Promise<void> | undefined;
  let isClosing = false;
  let connections = 0;
  server.on('connection', (socket) => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  for (const name of ['request', 'checkContinue']) server.on(name, () => void (lastRequestAt = performance.now()));

  /** Ends after the sockets were read: a process that was busy finds requests there that are older than its last look. */
  const step = (): Promise<void> => new Promise((resolve) => setTimeout(() => setImmediate(resolve), STEP_MS));

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  /**
   * Ends when no connection waits to be accepted: the system resets those that do when the server stops listening, with their requests.
   * Node accepts one a turn (libuv 1.45: "don't accept() connections in a loop").
   */
  async function acceptAll(from: number, graceMs: number): Promise<void> {
    for (let quiet = 0; quiet < 3 && performance.now() - from < graceMs / 2;) {
      const before = connections;
      await turn();
      quiet = connections === before ? quiet + 1 : 0;
    }
  }

  async function drain(graceMs: number): Promise<void> {
    const from = performance.now();
    await acceptAll(from, graceMs);
    isClosing = true;
    // Not `server.close()`, which closes idle connections at once, with requests that are on their way.
    NetServer.prototype.close.call(server);
    while (sockets.size) {
      await step();
      const at = performance.now();
      if (at - Math.max(from, lastRequestAt) > Math.min(QUIET_MS, graceMs / 4)) server.closeIdleConnections();
      if (at - from > graceMs) server.closeAllConnections();
    }
    // What remains are its timers.
    server.close();
  }

  return {
    get isStopping() {
      return isClosing;
    },
    stop: (graceMs) => (stopping ??= drain(graceMs)),
  };
}
