import type { IncomingMessage } from 'node:http';
import { Gone, refuseForNow } from '../refusal';

/** Reads the bodies of requests; all that are being read may hold so many bytes together. */
export interface Bodies {
  /**
   * Reads a body, or as much of it as it takes to know that it is larger than `limitOf` allows after seeing its start. Rejects when
   * the client goes away, and with a 503 when too much is being read already.
   */
  read(incoming: IncomingMessage, limitOf: (start: Uint8Array) => number): Promise<Uint8Array>;
}

/** Makes {@link Bodies} with a common budget in bytes. */
export function createBodies(maxBytes: number): Bodies {
  let inFlight = 0;
  return {
    read: (incoming, limitOf) =>
      new Promise((resolve, reject) => {
        let chunks: Uint8Array[] = [];
        let size = 0;
        let limit = 0;
        const settle = (): void => {
          incoming.off('data', take).off('end', finish).off('close', breakOff).off('error', breakOff);
          inFlight -= size;
          chunks = [];
          // What still comes is thrown away, so that the client gets to read its answer.
          incoming.on('error', () => undefined).resume();
        };
        const finish = (): void => {
          const [only] = chunks;
          const whole = chunks.length === 1 && only ? only : Buffer.concat(chunks);
          settle();
          resolve(whole);
        };
        const fail = (error: unknown): void => {
          settle();
          reject(error);
        };
        const breakOff = (): void => fail(new Gone());
        const take = (chunk: Uint8Array): void => {
          limit ||= limitOf(chunk);
          chunks.push(chunk);
          size += chunk.length;
          inFlight += chunk.length;
          if (size > limit) finish();
          else if (inFlight > maxBytes) fail(refuseForNow('The collector is receiving too much at the moment.'));
        };
        incoming.on('data', take).on('end', finish).on('close', breakOff).on('error', breakOff);
      }),
  };
}
