import { randomBytes } from 'node:crypto';
import { answerPrivately, type Answer } from '../answer';
import type { Collector } from '../collector';
import { createOperations } from '../operations';
import type { RequestLike } from '../request-like';
import { serve } from '../serve';
import type { Worker, WorkerOptions } from '../workers/worker';
import { createLog, type Log } from './log';
import type { CliOptions } from './options';
import { probe } from './probe';
import { CannotStart, linkOf, loadWork, reasonOf } from './store';

/** How long requests that are on their way may take when a worker is asked to end, in ms. */
const GRACE_MS = 2_000;

/** A worker, and what its address shows beside how it stands. */
interface Started {
  readonly worker: Worker;
  readonly collector?: Collector;
  readonly token?: string;
}

async function start(options: CliOptions, log: Log): Promise<Started> {
  const work = await loadWork();
  const asked: WorkerOptions = { ...linkOf(options, (sentence) => log.note(sentence)), only: options.only, findsOnly: true };
  switch (options.purpose) {
    case 'sessions':
      return { worker: work.startSessionWorker(asked) };
    case 'lake':
      return { worker: work.startLakeWorker({ ...asked, folder: options.folder! }) };
    case 'forward': {
      const url = options.forward!;
      const problem = await probe(url);
      if (problem) throw new CannotStart(`Nothing can be forwarded: ${problem}`);
      return { worker: work.startForwardWorker({ ...asked, url, onForwardTrouble: (sentence) => log.note(sentence) }) };
    }
    default: {
      const token = randomBytes(16).toString('hex');
      const operations = createOperations();
      const onCall = operations.onCall;
      const live = work.startLiveWorker({ ...asked, onCall, onBreach: operations.onBreach, token });
      return { worker: live, collector: operations.wrap(live.collector), token };
    }
  }
}

/** Answers how a worker stands, and else what its collector answers. */
function handlerOf({ worker, collector }: Started): Collector {
  const text = (status: number, body: string, type = 'text/plain; charset=utf-8'): Answer =>
    answerPrivately(status, type, `${body}\n`);
  async function answer(asked: RequestLike): Promise<Answer | Response> {
    const { pathname } = new URL(asked.url);
    if (asked.method === 'GET' && pathname === '/livez') return text(200, 'alive');
    if (asked.method === 'GET' && pathname === '/readyz') {
      const trouble = worker.trouble();
      return trouble ? text(503, trouble) : text(200, 'ready');
    }
    if (asked.method === 'GET' && pathname === '/metrics') {
      const shown = collector ? await collector.answer(asked) : undefined;
      const more = shown && !(shown instanceof Response) ? (shown.body ?? '') : '';
      return text(200, more + (await worker.metrics(!more)), 'text/plain; version=0.0.4; charset=utf-8');
    }
    return collector ? collector.answer(asked) : text(404, 'A worker answers /livez, /readyz and /metrics.');
  }
  const handle = async (request: Request): Promise<Response> => {
    const answered = await answer(request);
    return answered instanceof Response ? answered : new Response(answered.body, answered);
  };
  return Object.assign(handle, {
    answer,
    note: () => undefined,
    endStreams: () => collector?.endStreams(),
  });
}

/** Runs a worker until it is asked to end. */
export async function runWorker(options: CliOptions): Promise<void> {
  const { port, host, allowHosts, purpose } = options;
  const log = createLog(options.log, process.stdout);
  process.stderr.on('error', () => undefined);
  const started = await start(options, log);
  const { worker, token } = started;
  const served = await serve(handlerOf(started), { port, host, allowHosts }).catch(async (error: unknown) => {
    await worker.stop();
    throw new CannotStart(`The worker cannot listen on port ${port} of ${host}: ${reasonOf(error)}`);
  });
  let isStopping = false;
  async function stop(): Promise<void> {
    if (isStopping) return process.exit(1);
    isStopping = true;
    await served.close(GRACE_MS);
    await worker.stop();
    log.flush();
    process.exit(0);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      stop().catch((error: unknown) => {
        console.error(reasonOf(error));
        process.exit(1);
      });
    });
  void worker.lost.then((sentence) => {
    console.error(sentence);
    process.exit(1);
  });
  worker.ready.then(
    () => {
      log.note('The log has been read.');
      log.flush();
    },
    (error: unknown) => {
      if (isStopping) return;
      console.error(`The worker cannot work: ${reasonOf(error)}`);
      process.exit(1);
    },
  );
  const address = token === undefined ? served.url : `${served.url}/?token=${token}`;
  log.note(`The worker for ${purpose} listens on ${address}; Ctrl+C ends it.`, { url: served.url });
  log.flush();
}
