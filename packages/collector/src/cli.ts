#!/usr/bin/env node
import { randomBytes } from 'node:crypto';
import { createLog } from './cli/log';
import { help, readOptions, type CliOptions } from './cli/options';
import { probe } from './cli/probe';
import { CannotStart, openStore, reasonOf } from './cli/store';
import { runWorker } from './cli/work';
import { createCollector } from './collector';
import { createForwarder } from './forward';
import { isLoopback } from './loopback';
import type { MediaEvent } from './media-event';
import { createOperations } from './operations';
import { replay } from './replay';
import { serve, type RunningServer } from './serve';

/** How long requests that are on their way may take when the collector is asked to end, in ms. */
const GRACE_MS = 8_000;

/** A host as it stands in an address that a browser opens. */
const reasonFor = (error: unknown, { port, host }: CliOptions): string => {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const reason = isTaken ? 'it is in use; choose another with --port.' : reasonOf(error);
  return `The collector cannot listen on port ${port} of ${host}: ${reason}`;
};

/** Checks whether an address is that of this collector itself: what is forwarded would come back without end. */
function isOwn(url: string, own: string): boolean {
  const [target, here] = [new URL(url), new URL(own)];
  return target.port === here.port && (isLoopback(target.hostname.replace(/[[\]]/g, '')) || target.hostname === here.hostname);
}

async function run(options: CliOptions): Promise<void> {
  const { command, port, host, allowHosts, maxAge, trustProxy, forward: url } = options;
  // An edge stores what the workers know; it has nothing to show.
  const inspect = options.inspect && command !== 'edge';
  const log = createLog(options.log, process.stdout);
  // A reader of either stream that goes away must not end the collector.
  process.stderr.on('error', () => undefined);
  const problem = url === undefined ? undefined : await probe(url);
  if (problem) throw new CannotStart(`Nothing can be forwarded: ${problem}`);

  const { store, ready, trouble, onRefused } = await openStore(options, (message) => log.note(message));
  const forward = url === undefined ? undefined : createForwarder({ store, url, onTrouble: (message) => log.note(message) });
  const operations = createOperations({ trouble, ...(forward && { forward }) });
  const token = randomBytes(16).toString('hex');
  const collector = createCollector({
    store,
    ...(forward && { forward }),
    ...(inspect && { inspect: { token } }),
    ...(maxAge !== undefined && { maxAge }),
    ...(command !== 'edge' && { onBreach: operations.onBreach }),
    onCall(call) {
      operations.onCall(call);
      log.call(call);
      if (call.status >= 400) onRefused?.(call);
    },
  });
  let served: RunningServer;
  try {
    served = await serve(operations.wrap(collector), { port, host, allowHosts, trustProxy });
  } catch (error) {
    await store.close();
    throw new CannotStart(reasonFor(error, options));
  }
  if (url !== undefined && isOwn(url, served.url)) {
    await served.close(0);
    await store.close();
    throw new CannotStart(`Nothing can be forwarded: ${url} is the address of this collector itself.`);
  }

  let isStopping = false;
  async function stop(): Promise<void> {
    // Who asks twice does not want to wait.
    if (isStopping) return process.exit(1);
    isStopping = true;
    operations.stop();
    await served.close(GRACE_MS);
    await forward?.stop();
    await store.close();
    log.flush();
    process.exit(0);
  }
  // Before the address is printed: whoever reads it may end the collector at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop().catch(fail));

  // Calls are answered with 503 until the store is there; what waiting does not mend ends the collector.
  ready.then(
    () => void forward?.resume().catch(console.error),
    (error: unknown) => {
      if (isStopping) return;
      console.error(`The store cannot be used: ${reasonOf(error)}`);
      process.exit(1);
    },
  );
  const inspector = `${served.url}/?token=${token}`;
  const shown = inspect ? ` Its sessions: ${inspector}` : '';
  log.note(`The collector listens on ${served.url}; Ctrl+C ends it.${shown}`, { url: served.url, ...(inspect && { inspector }) });
  log.flush();
}

async function sendAgain(options: CliOptions): Promise<void> {
  const { store, ready } = await openStore(options, (message) => console.error(message));
  await ready.catch((error: unknown) => {
    throw new CannotStart(`The store cannot be used: ${reasonOf(error)}`);
  });
  const events: MediaEvent[] = [];
  for await (const event of store.events(options.session)) events.push(event);
  await store.close();
  if (!events.length) throw new CannotStart(`There is no session ${options.session} in ${options.file ?? 'NATS'}.`);
  const { id, sent, problems } = await replay(events, { url: options.forward! });
  for (const problem of problems) console.error(problem);
  console.log(`${sent} of ${events.length} events were taken${id === undefined ? '' : `, as session ${id}`}.`);
  if (problems.length) process.exitCode = 1;
}

function fail(error: unknown): void {
  console.error(reasonOf(error));
  process.exitCode = error instanceof TypeError ? 2 : 1;
}

const commands = { serve: run, edge: run, replay: sendAgain, work: runWorker } as const;

try {
  const options = readOptions(process.argv.slice(2));
  if (!options) console.log(help);
  else
    commands[options.command](options).catch((error: unknown) => {
      console.error(error instanceof CannotStart ? error.message : error);
      process.exitCode = 1;
    });
} catch (error) {
  fail(new TypeError(`${reasonOf(error)}\n\n${help}`));
}
