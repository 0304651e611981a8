import { DeliverPolicy, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import type { Linked } from './link';

/** How long to wait after a reader broke, in ms. */
const AGAIN_MS = 250;
/** A reader from which nothing comes for so long, not even a sign of life, is made anew, in ms. */
const DEAD_MS = 6_000;
/** How often a server gives a sign of life to who reads, in ms. */
const HEARTBEAT_MS = 1_000;
/** How often the same gap in a log is read again before what follows is taken without it: about a minute. */
const MAX_REREADS = 240;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A reader that runs until it is stopped. */
export interface Following {
  /** Resolves once all that was in the stream at the beginning has been taken. */
  readonly caughtUp: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Reads a stream from a place on, in its order, for ever: each message once, whatever becomes of servers and connections. `take` must not
 * throw; it may return a promise, which the next message waits for. `isLog`: messages are deleted only at its beginning, so a gap behind
 * the beginning is read again. A leader that says it holds no such message proves nothing: one that was just elected may not have it yet.
 */
export function followStream(
  { manager }: Linked,
  stream: string,
  from: number,
  take: (message: JsMsg) => void | Promise<void>,
  isLog = false,
): Following {
  let next = Math.max(1, from);
  let last: number | undefined;
  let isStopped = false;
  let taking: Promise<void> | undefined;
  let reading: ConsumerMessages | undefined;
  let settle: () => void;
  const caughtUp = new Promise<void>((resolve) => (settle = resolve));
  const check = (): void => {
    if (last !== undefined && next > last) settle();
  };

  let rereads = 0;
  const isDeleted = async (seq: number): Promise<boolean> => seq < (await manager.streams.info(stream)).state.first_seq;

  async function read(): Promise<void> {
    const { state } = await manager.streams.info(stream);
    if (last === undefined) last = state.messages ? state.last_seq : 0;
    check();
    const consumer = await manager
      .jetstream()
      .consumers.get(stream, { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: next, inactive_threshold: 30_000 });
    const messages = await consumer.consume({ max_messages: 1_000, expires: 5_000, idle_heartbeat: HEARTBEAT_MS });
    reading = messages;
    if (isStopped) return void messages.close().catch(() => undefined);
    let heardAt = Date.now();
    void (async () => {
      for await (const _ of messages.status()) heardAt = Date.now();
    })().catch(() => undefined);
    const guard = setInterval(() => {
      if (Date.now() - heardAt > DEAD_MS) void messages.close().catch(() => undefined);
    }, HEARTBEAT_MS).unref();
    try {
      for await (const message of messages) {
        heardAt = Date.now();
        if (isStopped) break;
        if (message.seq < next) continue;
        if (isLog && message.seq > next && rereads < MAX_REREADS && !(await isDeleted(next))) {
          rereads++;
          break;
        }
        const taken = take(message);
        if (taken) {
          taking = taken;
          await taken;
          taking = undefined;
          heardAt = Date.now();
        }
        next = message.seq + 1;
        rereads = 0;
        check();
      }
    } finally {
      clearInterval(guard);
      void messages.close().catch(() => undefined);
    }
  }

  void (async () => {
    while (!isStopped) {
      await read().catch(() => undefined);
      if (!isStopped) await pause(AGAIN_MS);
    }
  })();

  return {
    caughtUp,
    async stop() {
      isStopped = true;
      // The server forgets the reader; that needs no waiting.
      void reading?.close().catch(() => undefined);
      await taking;
    },
  };
}
