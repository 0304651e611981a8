import type { NatsConnection } from '@nats-io/transport-node';

/** What there is of an emitter that is needed here. */
interface Emitter {
  on(name: 'error', listener: () => void): unknown;
  removeAllListeners(...names: string[]): unknown;
}

/** The members of the client that lead to its socket; none of them is documented. */
interface Inner {
  readonly protocol?: { readonly transport?: { readonly socket?: Partial<Emitter> } };
}

/**
 * Keeps the process alive when a server goes away at a bad moment. The NATS client (3.4) removes the listeners of a socket that is closing
 * right after it has written to it; the error of that write, "write after end", is emitted a moment later and then ends the process, for
 * nothing listens. To be called with each new connection and after each reconnect. The client itself notices the break by other means.
 */
export function ignoreLateWrites(connection: NatsConnection): void {
  // The cast: these members are internal to the client, so each may be missing.
  const socket = (connection as unknown as Inner).protocol?.transport?.socket;
  if (!socket?.on || !socket.removeAllListeners) return;
  const remove = socket.removeAllListeners.bind(socket);
  const ignore = (): void => undefined;
  socket.removeAllListeners = (...names) => {
    remove(...names);
    return socket.on?.('error', ignore);
  };
}
