import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Lets requests that came at once on one connection wait for each other, and for those of other connections. */
export interface Turns {
  /** Resolves when a request may begin; undefined when it may at once. */
  wait(socket: Socket, outgoing: ServerResponse): Promise<void> | undefined;
}

/**
 * Makes {@link Turns}: a request begins when the answer to the one before it on its connection was handed to the system, so that a client who
 * reads nothing makes at most one answer.
 */
export function createTurns(): Turns {
  const last = new WeakMap<Socket, ServerResponse>();
  return {
    wait(socket, outgoing) {
      const earlier = last.get(socket);
      last.set(socket, outgoing);
      if (!earlier || earlier.writableFinished || earlier.destroyed) return undefined;
      return new Promise((resolve) => earlier.once('close', () => setImmediate(resolve)));
    },
  };
}
