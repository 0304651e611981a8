#!/usr/bin/env node
import { parseArgs } from 'node:util';
import type { Call } from './call';
import { createCollector } from './collector';
import { isLoopback } from './loopback';
import { serve } from './serve';

const help = `Usage: npx @media-collection/collector [--port 8484] [--host 127.0.0.1] [--inspect]

Answers Adobe's Media Collection API on this machine and prints every call.

  --port     the port to listen on; 0 lets the system choose
  --host     the address to listen on; 0.0.0.0 is reachable from the network
  --inspect  shows the sessions at /inspect/sessions to whoever can reach that address;
             on this machine's own addresses they are shown anyway
  --help     this text`;

const fail = (sentence: string, code: number): void => {
  console.error(sentence);
  process.exitCode = code;
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const eventTypeOf = (event: unknown): string =>
  typeof event === 'object' && event !== null && 'eventType' in event && typeof event.eventType === 'string'
    ? event.eventType
    : '';

function print({ time, method, path, status, event, message }: Call): void {
  const words = [new Date(time).toISOString(), status, method, path, eventTypeOf(event), message ?? ''];
  // What a client wrote must not steer the terminal.
  console.log(
    words
      .filter(String)
      .join(' ')
      .replace(/\p{Cc}/gu, ' '),
  );
}

function run(): void {
  const flags = { inspect: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  const options = { port: { type: 'string', default: '8484' }, host: { type: 'string' }, ...flags } as const;
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : NaN;
  if (!(port <= 65_535)) throw new TypeError(`--port takes a number from 0 to 65535, got "${values.port}".`);
  const { host = '127.0.0.1' } = values;
  const inspect = values.inspect ?? isLoopback(host);
  serve(createCollector({ inspect, onCall: print }), { port, host }).then(
    ({ url, close }) => {
      const shown = inspect ? ` Its sessions: ${url}/inspect/sessions` : '';
      console.log(`The collector listens on ${url}; Ctrl+C ends it.${shown}`);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
    },
    (error: unknown) => {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      const reason = isTaken ? 'it is in use; choose another with --port.' : reasonOf(error);
      fail(`The collector cannot listen on port ${port} of ${host}: ${reason}`, 1);
    },
  );
}

try {
  run();
} catch (error) {
  fail(`${reasonOf(error)}\n\n${help}`, 2);
}
