import { answerStream } from '../answer';
import type { Call } from '../call';
import { createBacklog } from './backlog';

/** Silence after which a client is told that the connection lives, in ms. */
export const HEARTBEAT_MS: number = 15_000;

/** Tells answered calls to every client that listens, as server-sent events. */
export interface CallStream {
  /** How many clients listen. */
  readonly size: number;
  tell(call: Call): void;
  /** Answers a client: what it has not seen, then what comes, until it leaves. */
  open(lastEventId: string | null): Response;
}

/** One client. Both send only what it can take, so that nothing piles up for one that is slow. */
interface Listener {
  /** Sends what it has not been told. */
  flow(): void;
  beat(): void;
}

/**
 * Makes a {@link CallStream}. Beside one message a call, a client gets `reset` (what it knew is void; `data` is the number of calls that
 * are no longer kept) when it begins or has missed too much, and `ready` when it has been told what had been kept for it.
 */
export function createCallStream(): CallStream {
  const backlog = createBacklog();
  const listeners = new Set<Listener>();
  let heartbeat: ReturnType<typeof setInterval> | undefined;

  function join(listener: Listener): void {
    listeners.add(listener);
    heartbeat ??= setInterval(() => listeners.forEach(({ beat }) => beat()), HEARTBEAT_MS);
  }
  function leave(listener: Listener): void {
    listeners.delete(listener);
    if (listeners.size) return;
    clearInterval(heartbeat);
    heartbeat = undefined;
  }

  /** What a client is to be told, one after the other; undefined when there is nothing at the moment. */
  function createTeller(seen: number | undefined): () => string | undefined {
    let isReady = false;
    return () => {
      if (seen === undefined || seen < backlog.lost) {
        seen = backlog.lost;
        isReady = false;
        return `event: reset\ndata: ${seen}\n\n`;
      }
      const message = backlog.after(seen);
      if (message !== undefined) seen++;
      else if (!isReady) {
        isReady = true;
        return 'event: ready\ndata:\n\n';
      }
      return message;
    };
  }

  function createListener(controller: ReadableStreamDefaultController<Uint8Array>, next: () => string | undefined): Listener {
    const encoder = new TextEncoder();
    const send = (text: string): void => controller.enqueue(encoder.encode(text));
    const hasRoom = (): boolean => (controller.desiredSize ?? 0) > 0;
    return {
      flow() {
        for (let text; hasRoom() && (text = next()) !== undefined;) send(text);
      },
      beat: () => hasRoom() && send(':\n\n'),
    };
  }

  return {
    get size() {
      return listeners.size;
    },
    tell(call) {
      backlog.add(call);
      for (const listener of listeners) listener.flow();
    },
    open(lastEventId) {
      const next = createTeller(backlog.numberOf(lastEventId ?? ''));
      let listener: Listener;
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => join((listener = createListener(controller, next))),
        pull: () => listener.flow(),
        cancel: () => leave(listener),
      });
      return answerStream(body);
    },
  };
}
