import { streamPrivately } from '../answer';
import type { Call } from '../call';
import { concat } from '../read-json';
import { refuseForNow } from '../refusal';
import { createBacklog } from './backlog';

/** Silence after which a client learns that the connection lives, in ms. */
export const HEARTBEAT_MS: number = 15_000;
/** How many clients may listen at a time. */
export const MAX_LISTENERS: number = 32;
/** How many bytes of messages are sent at once. */
const CHUNK_BYTES = 64 * 1024;
/** How long calls are gathered before they are sent, in ms. */
const GATHER_MS = 20;

/** Sends answered calls to every client that listens, as server-sent events. */
export interface CallStream {
  /** How many clients listen. */
  readonly size: number;
  /** Sends a call whose body has so many bytes. */
  report(call: Call, bytes: number): void;
  /** Answers a client: what it has not seen, then what comes, until it leaves. Throws a 503 when too many listen. */
  open(lastEventId: string | null): Response;
  /** Ends all streams that are open. */
  end(): void;
}

/** One client. Both send only what it can take, so that nothing piles up for one that is slow. */
interface Listener {
  /** Sends what it has not received. */
  flow(): void;
  beat(): void;
  end(): void;
}

/**
 * Makes a {@link CallStream}. Beside one message a call, a client gets `reset` (what it knew is void; `data` is the number of calls that
 * are no longer kept) when it begins or has missed too much, and `ready` when it has received what had been kept for it.
 */
export function createCallStream(): CallStream {
  const backlog = createBacklog();
  const encoder = new TextEncoder();
  const listeners = new Set<Listener>();
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  let isGathering = false;

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

  /** What a client is to receive, one after the other; undefined when there is nothing at the moment. */
  function createReader(seen: number | undefined): () => Uint8Array | undefined {
    let isReady = false;
    return () => {
      if (seen === undefined || seen < backlog.lost) {
        seen = backlog.lost;
        isReady = false;
        return encoder.encode(`event: reset\ndata: ${seen}\n\n`);
      }
      const message = backlog.after(seen);
      if (message !== undefined) seen++;
      else if (!isReady) {
        isReady = true;
        return encoder.encode('event: ready\ndata:\n\n');
      }
      return message;
    };
  }

  function createListener(controller: ReadableStreamDefaultController<Uint8Array>, next: () => Uint8Array | undefined): Listener {
    const hasRoom = (): boolean => (controller.desiredSize ?? 0) > 0;
    return {
      flow() {
        while (hasRoom()) {
          const messages: Uint8Array[] = [];
          let size = 0;
          for (let message; size < CHUNK_BYTES && (message = next()) !== undefined; size += message.length)
            messages.push(message);
          if (!messages.length) return;
          controller.enqueue(concat(messages));
        }
      },
      beat: () => hasRoom() && controller.enqueue(encoder.encode(':\n\n')),
      end: () => controller.close(),
    };
  }

  function send(): void {
    isGathering = false;
    for (const { flow } of listeners) flow();
  }

  return {
    get size() {
      return listeners.size;
    },
    report(call, bytes) {
      backlog.add(call, bytes);
      if (isGathering || !listeners.size) return;
      isGathering = true;
      setTimeout(send, GATHER_MS);
    },
    open(lastEventId) {
      if (listeners.size >= MAX_LISTENERS) throw refuseForNow(`${MAX_LISTENERS} pages listen already.`);
      const next = createReader(backlog.numberOf(lastEventId ?? ''));
      let listener: Listener;
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => join((listener = createListener(controller, next))),
        pull: () => listener.flow(),
        cancel: () => leave(listener),
      });
      return streamPrivately(body);
    },
    end() {
      for (const listener of listeners) {
        listener.end();
        leave(listener);
      }
    },
  };
}
