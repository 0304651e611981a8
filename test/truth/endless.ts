import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';

/** What a page has at hand to make media that do not say how long they are, and to show them. */
export interface Endless {
  /** Records some seconds of a moving picture. */
  record(seconds: number): Promise<number[]>;
  /** Serves bytes one after the other, without a length; resolves to the address. */
  serve(bytes: number[]): Promise<string>;
  /** Follows, plays and waits for the end. */
  show(src: string): Promise<void>;
}

/** A server of a stream. */
export interface Stream {
  close(): void;
}

/** Parts in which a stream is sent, and the time between two of them. */
const PARTS = 40;
const PART_MS = 50;

/** Gives a page what {@link Endless} says. */
export async function serveEndless(page: Page): Promise<Stream> {
  let bytes = Buffer.alloc(0);
  const server = createServer(async (_, response) => {
    response.writeHead(200, { 'content-type': 'video/webm', 'access-control-allow-origin': '*' });
    for (let at = 0; at < bytes.length && !response.destroyed; at += bytes.length / PARTS) {
      response.write(bytes.subarray(at, at + bytes.length / PARTS));
      await new Promise((resolve) => setTimeout(resolve, PART_MS));
    }
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  await page.exposeFunction('serve', (all: number[]) => {
    bytes = Buffer.from(all);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  await page.evaluate(() => {
    const tools: Omit<Endless, 'serve'> = {
      record: async (seconds) => {
        const canvas = document.createElement('canvas');
        const context = canvas.getContext('2d')!;
        const recorder = new MediaRecorder(canvas.captureStream(25));
        const parts: Blob[] = [];
        recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
        // In parts, of which the first is made before anybody knows how long it will be.
        recorder.start(500);
        const draw = setInterval(() => context.fillText(String(performance.now()), Math.random() * 90, 50), 40);
        await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
        clearInterval(draw);
        await new Promise((resolve) => {
          recorder.addEventListener('stop', resolve);
          recorder.stop();
        });
        return Array.from(new Uint8Array(await new Blob(parts).arrayBuffer()));
      },
      show: async (src) => {
        const { element, follow, heard, said } = window.scene;
        follow({ media: { params: { 'media.id': 'recorded' } } });
        element.src = src;
        await heard('loadedmetadata');
        if (element.duration !== Infinity) throw new Error(`This browser says that it lasts ${element.duration} s.`);
        void element.play();
        await said('sessionComplete');
      },
    };
    Object.assign(window, tools);
  });
  return { close: () => server.close() };
}
