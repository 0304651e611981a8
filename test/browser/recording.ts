import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';

/** Records a moving picture of some seconds in a page: a WebM file of which nothing in it says how long it is. */
export const recordPicture = (page: Page, seconds: number): Promise<Buffer> =>
  page
    .evaluate(async (seconds) => {
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
    }, seconds)
    .then((bytes) => Buffer.from(bytes));

/** Records a tone of some seconds, in the same way. */
export const recordTone = (page: Page, seconds: number): Promise<Buffer> =>
  page
    .evaluate(async (seconds) => {
      const context = new AudioContext();
      const tone = context.createOscillator();
      const output = context.createMediaStreamDestination();
      tone.connect(output);
      tone.start();
      const recorder = new MediaRecorder(output.stream);
      const parts: Blob[] = [];
      recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
      recorder.start(500);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
      await new Promise((resolve) => {
        recorder.addEventListener('stop', resolve);
        recorder.stop();
      });
      return Array.from(new Uint8Array(await new Blob(parts).arrayBuffer()));
    }, seconds)
    .then((bytes) => Buffer.from(bytes));

/** A server of a stream. */
export interface Stream {
  readonly url: string;
  close(): void;
}

/** Parts in which a stream is sent, and the time between two of them. */
const PARTS = 40;
const PART_MS = 50;

/** Serves what was recorded one part after the other, without a length. */
export async function serveStream(bytes: Buffer, type = 'video/webm'): Promise<Stream> {
  const server = createServer(async (_, response) => {
    response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' });
    for (let at = 0; at < bytes.length && !response.destroyed; at += bytes.length / PARTS) {
      response.write(bytes.subarray(at, at + bytes.length / PARTS));
      await new Promise((resolve) => setTimeout(resolve, PART_MS));
    }
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}
