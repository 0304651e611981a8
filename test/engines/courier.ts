import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { transform } from 'esbuild';

/** Drives pages of a browser without a remote control: they ask for what to do, and send what came of it. */
export interface Courier {
  /** The first page of the browser: it does nothing but ask. */
  readonly home: string;
  /** The script by which a page asks; in ES5. */
  readonly script: string;
  /** Runs code in the page whose address begins so, once it asks; resolves to what it resolves to. */
  run<Result>(code: string, page: string): Promise<Result>;
  close(): void;
}

/** Compiles a script for the oldest engine. */
export const forOldest = async (code: string): Promise<string> =>
  (await transform(code, { target: 'chrome63', supported: { 'template-literal': true } })).code;

interface Task {
  readonly id: number;
  readonly code: string;
  readonly page: string;
  done(outcome: { error?: string; value?: unknown }): void;
}

/** Asks for a task, starts it, and asks again; sends what comes of each. */
const asking = (address: string): string => `addEventListener('DOMContentLoaded', function ask() {
  function request(method, path, body, then) {
    var request = new XMLHttpRequest();
    request.open(method, '${address}' + path);
    request.onload = function () { then(request); };
    request.onerror = function () { setTimeout(ask, 200); };
    request.send(body);
  }
  request('GET', '/task?page=' + encodeURIComponent(location.href), undefined, function (task) {
    function send(outcome) {
      request('POST', '/done?id=' + task.getResponseHeader('x-task'), JSON.stringify(outcome), function () {});
    }
    new Promise(function (resolve) { resolve((0, eval)(task.responseText)); }).then(
      function (value) { send({ value: value }); },
      function (error) { send({ error: String(error) }); }
    );
    ask();
  });
});`;

export async function openCourier(): Promise<Courier> {
  const tasks: Task[] = [];
  const given = new Map<number, Task>();
  const idle = new Map<ServerResponse, string>();
  let count = 0;

  const give = (): void => {
    for (const [response, page] of idle) {
      const index = tasks.findIndex((task) => page.startsWith(task.page));
      if (index < 0) continue;
      const [task] = tasks.splice(index, 1);
      idle.delete(response);
      given.set(task!.id, task!);
      response.setHeader('x-task', task!.id).end(task!.code);
    }
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://courier');
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-expose-headers', 'x-task');
    response.setHeader('cache-control', 'no-store');
    if (request.method === 'POST')
      return void text(request).then((body) => {
        given.get(Number(url.searchParams.get('id')))?.done(JSON.parse(body) as { error?: string; value?: unknown });
        response.end();
      });
    if (url.pathname !== '/task')
      return void response
        .setHeader('content-type', 'text/html')
        .end(`<!doctype html><title>Home</title><script>${script}</script>`);
    response.on('close', () => idle.delete(response));
    idle.set(response, url.searchParams.get('page')!);
    give();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const script = asking(home.slice(0, -1));
  return {
    home,
    script,
    run: <Result>(code: string, page: string) =>
      new Promise<Result>((resolve, reject) => {
        tasks.push({
          id: ++count,
          code,
          page,
          done: ({ error, value }) => (error === undefined ? resolve(value as Result) : reject(new Error(error))),
        });
        give();
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
