import { once } from 'node:events';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { autoplayArg, chromiumArgs, findBrowser } from '../test/setup/browser.mjs';
import { bundle, contenders, listeners, nobody } from './contenders.mjs';

/** What stands for the network in a page: it takes everything at once, and keeps what was sent. */
function stubNetwork() {
  const sent = (window.sent = []);
  const headers = { get: (name) => (name === 'Location' ? '/api/v1/sessions/0' : null) };
  const taken = { status: 201, ok: true, headers, text: async () => '', json: async () => ({}) };
  window.fetch = async (url, init) => {
    sent.push(init?.body ?? url);
    return taken;
  };
  window.navigator.sendBeacon = (url, body) => !!sent.push(body);
  window.XMLHttpRequest = class extends window.EventTarget {
    open() {}
    setRequestHeader() {}
    getResponseHeader = () => null;
    abort() {}
    send(body) {
      sent.push(body);
      Object.assign(this, { readyState: 4, status: 200, responseText: '' });
      window.queueMicrotask(() => {
        for (const type of ['readystatechange', 'load', 'loadend']) {
          this[`on${type}`]?.({ type, target: this });
          this.dispatchEvent(new window.Event(type));
        }
      });
    }
  };
}

/** How many events stand in what was sent: one each, or a batch in the sender's own form. */
export const toldIn = (bodies) =>
  bodies
    .map((body) => JSON.parse(body))
    .map(({ events, data, ins }) => (events ?? data ?? ins ?? [0]).length)
    .reduce((all, some) => all + some, 0);

/** Sends a film, or the part of it that is asked for. */
function sendFile({ headers: { range } }, response, film) {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [undefined, '0', ''];
  const part = film.subarray(Number(from), to ? Number(to) + 1 : undefined);
  const place = `bytes ${from}-${Number(from) + part.length - 1}/${film.length}`;
  response.writeHead(range ? 206 : 200, {
    'content-type': 'video/mp4',
    'accept-ranges': 'bytes',
    'content-length': part.length,
    ...(range && { 'content-range': place }),
  });
  response.end(part);
}

/** A Chromium, and a server of pages that hold nothing but a `<video>` and whoever is measured, as `/<id>.js`. */
export async function openBench({ files = {} } = {}) {
  const everybody = [nobody, listeners, ...contenders];
  const scripts = new Map(await Promise.all(everybody.map(async ({ id }) => [`/${id}.js`, await bundle(id)])));
  const server = createServer((request, response) => {
    const [path] = request.url.split('?');
    const script = scripts.get(path);
    if (files[path]) return sendFile(request, response, files[path]);
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
    response.end(script ?? `<!doctype html><link rel="icon" href="data:,"><video muted></video>`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/`;
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    headless: true,
    args: [...chromiumArgs, autoplayArg],
  });

  return {
    version: `Chromium ${browser.version()}`,
    /** Opens a page that nobody has seen before; `stubbed`: without a network for scripts. */
    async open({ stubbed = true } = {}) {
      const context = await browser.newContext();
      const page = await context.newPage();
      page.on('pageerror', (error) => console.error(String(error)));
      if (stubbed) await page.addInitScript(stubNetwork);
      await page.goto(url, { waitUntil: 'domcontentloaded' });
      const devtools = await context.newCDPSession(page);
      return {
        page,
        devtools,
        /** Milliseconds that the page's main thread has worked, by its own clock: what others do on the machine does not count. */
        async worked() {
          const { metrics } = await devtools.send('Performance.getMetrics');
          return metrics.find(({ name }) => name === 'TaskDuration').value * 1_000;
        },
        close: () => context.close(),
        begin: () => devtools.send('Performance.enable', { timeDomain: 'threadTicks' }),
      };
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Lets a page rest, so that what was put off is done. */
export const rest = (page, ms) => page.waitForTimeout(ms);
