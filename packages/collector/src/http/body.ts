import type { IncomingMessage } from 'node:http';
import { concat } from '../read-json';
import { Gone, refuseForNow } from '../refusal';

/** Reads the bodies of requests; all that are being read may hold so many bytes together. */
export interface Bodies {
  /**
   * Reads a body, each part of which is handed to `take` first; what that throws ends the reading. Rejects when the client goes away, and
   * with a 503 when too much is being read already.
   */
  read(incoming: IncomingMessage, take: (chunk: Uint8Array) => void): Promise<Uint8Array>;
}

/** A body up to this size, in bytes, is read in one go. */
const SMALL_BYTES = 64 * 1024;

/** Makes {@link Bodies} with a common budget in bytes. */
export function createBodies(maxBytes: number): Bodies {
  let inFlight = 0;
  return {
    read: (incoming, take) =>
      new Promise((resolve, reject) => {
        const chunks: Uint8Array[] = [];
        let size = 0;
        /** Reads on once every other connection was read: libuv reads up to 2 MB of one connection, 64 KB at a time, before it looks at the next. */
        const letOthersSend = (): void => {
          incoming.pause();
          setImmediate(() => incoming.resume());
        };
        const settle = (): void => {
          incoming.off('data', receive).off('end', finish).off('close', breakOff).off('error', breakOff);
          inFlight -= size;
        };
        const finish = (): void => {
          settle();
          resolve(concat(chunks));
        };
        const fail = (error: unknown): void => {
          settle();
          // What still comes is thrown away, so that the client gets to read its answer.
          incoming
            .on('error', () => undefined)
            .on('data', letOthersSend)
            .resume();
          chunks.length = 0;
          reject(error);
        };
        const breakOff = (): void => fail(new Gone());
        const receive = (chunk: Uint8Array): void => {
          size += chunk.length;
          inFlight += chunk.length;
          if (inFlight > maxBytes) return fail(refuseForNow('The collector is receiving too much at the moment.'));
          try {
            take(chunk);
            chunks.push(chunk);
            if (size > SMALL_BYTES) letOthersSend();
          } catch (error) {
            fail(error);
          }
        };
        incoming.on('data', receive).on('end', finish).on('close', breakOff).on('error', breakOff);
      }),
  };
}
