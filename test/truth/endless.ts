import type { Page } from 'playwright-core';
import { recordPicture, serveStream, type Stream } from '../browser/recording';

/** What a page has at hand to make media that do not say how long they are, and to show them. */
export interface Endless {
  /** Records some seconds of a moving picture. */
  record(seconds: number): Promise<number[]>;
  /** Serves bytes one after the other, without a length; resolves to the address. */
  serve(bytes: number[]): Promise<string>;
  /** Follows, plays and waits for the end. */
  show(src: string): Promise<void>;
}

/** Gives a page the functions of {@link Endless}. */
export async function serveEndless(page: Page): Promise<Pick<Stream, 'close'>> {
  let stream: Stream | undefined;
  await page.exposeFunction('record', async (seconds: number) => Array.from(await recordPicture(page, seconds)));
  await page.exposeFunction('serve', async (bytes: number[]) => {
    stream = await serveStream(Buffer.from(bytes));
    return stream.url;
  });
  await page.evaluate(() => {
    const show: Endless['show'] = async (src) => {
      const { element, follow, nextEvent, untilMade } = window.scene;
      follow({ media: { params: { 'media.id': 'recorded' } } });
      element.src = src;
      await nextEvent('loadedmetadata');
      if (element.duration !== Infinity) throw new Error(`This browser says that it lasts ${element.duration} s.`);
      void element.play();
      await untilMade('sessionComplete');
    };
    Object.assign(window, { show });
  });
  return { close: () => stream?.close() };
}
