import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';
import { afterAll, afterEach, beforeAll } from 'vitest';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The command line as a process of its own, made from the sources; nothing that was launched outlives a test. */
export function useCommand() {
  let folder: string;
  let file: string;
  const launched: ChildProcess[] = [];

  beforeAll(async () => {
    // Beside the packages that it needs.
    folder = await mkdtemp(at('../node_modules/.command-'));
    file = join(folder, 'cli.mjs');
    const options = {
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      external: ['prom-client', 'libsql', '@nats-io/*'],
    } satisfies BuildOptions;
    await build({ entryPoints: [at('../src/cli.ts')], outfile: file, ...options });
  });
  afterAll(() => rm(folder, { recursive: true }));
  afterEach(() => launched.splice(0).forEach((child) => child.kill('SIGKILL')));

  /** `NODE_OPTIONS` and the like are passed in `env`. */
  function launchWith(env: NodeJS.ProcessEnv, ...args: string[]) {
    const child = spawn(process.execPath, [file, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    launched.push(child);
    return child;
  }
  const launch = (...args: string[]) => launchWith({}, ...args);
  const ended = (...args: string[]) => end(launch(...args));
  async function end(child: ReturnType<typeof launch>) {
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    return { out, err, code: code as number | null };
  }

  /** A running collector, its address and the lines that it prints from then on. */
  async function running(...args: string[]) {
    const child = launch('--port', '0', ...args);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const line = async () => (await lines.next()).value ?? '';
    const greeting: string = await line();
    const url = /http:\/\/[^\s"/]+:\d+/.exec(greeting)?.[0] ?? '';
    const token = /token=(\w+)/.exec(greeting)?.[1] ?? '';
    const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
      const exit = once(child, 'exit');
      child.kill(signal);
      return (await exit)[0] as number | null;
    };
    const post = async (path: string, body: unknown) => {
      const headers = { 'Content-Type': 'application/json' };
      const json = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(url + path, { method: 'POST', headers, body: json });
      await response.text();
      return response;
    };
    const inspect = (path: string) => fetch(`${url}${path}`, { headers: { Authorization: `Bearer ${token}` } });
    return { child, url, token, greeting, line, stop, post, inspect };
  }
  return { launch, launchWith, end, ended, running, file: () => file };
}
