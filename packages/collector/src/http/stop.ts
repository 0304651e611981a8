import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

/** A connection without a request is closed when no request has come on any for so long, in ms. */
const QUIET_MS = 500;
const STEP_MS = 10;

/** Stops a server without cutting off requests that are on their way. */
export interface Stopper {
  /** Whether the server is stopping: every answer then says `Connection: close`. */
  readonly isStopping: boolean;
  /** Resolves when all connections are closed; those with unanswered requests are cut off after so many ms. */
  stop(graceMs: number): Promise<void>;
}

/** Makes a {@link Stopper} for a server. */
export function createStopper(server: Server): Stopper {
  const sockets = new Set<Socket>();
  let lastRequestAt = 0;
  let stopping: Promise<void> | undefined;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('request', () => void (lastRequestAt = performance.now()));

  const step = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, STEP_MS));

  async function drain(graceMs: number): Promise<void> {
    const from = performance.now();
    // Not `server.close()`, which closes idle connections at once, with requests that are on their way.
    NetServer.prototype.close.call(server);
    while (sockets.size) {
      await step();
      const at = performance.now();
      if (at - Math.max(from, lastRequestAt) > QUIET_MS) server.closeIdleConnections();
      if (at - from > graceMs) server.closeAllConnections();
    }
    // What remains are its timers.
    server.close();
  }

  return {
    get isStopping() {
      return stopping !== undefined;
    },
    stop: (graceMs) => (stopping ??= drain(graceMs)),
  };
}
