import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const places = () => [...(process.env['PATH'] ?? '').split(':').filter(Boolean), '/usr/sbin', '/usr/local/bin'];
const found = () =>
  places()
    .map((folder) => join(folder, 'nats-server'))
    .find((file) => existsSync(file));

const install = ['install', '-y', '--no-install-recommends', 'nats-server'];

/** The server's program; on Debian, as root, it is installed when it is missing. Throws a sentence when there is none. */
export function findNatsServer(): string {
  const there = found();
  if (there) return there;
  // A runner of a workflow may become root without a password.
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (existsSync('/etc/debian_version'))
    for (const args of [install, ['update'], install]) {
      const [program, ...rest] = [...asRoot, 'apt-get', ...args] as [string, ...string[]];
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      spawnSync(program, rest, { stdio: 'ignore', timeout: 120_000, env });
      const installed = found();
      if (installed) return installed;
    }
  throw new Error(
    'This needs the program nats-server, 2.9 or newer, on the PATH: apt-get install nats-server, brew install nats-server, or https://nats.io/download.',
  );
}

/** Ports that nobody listens on; they are found together, so that they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** One server, which can be killed and started again with what it has stored. */
export interface NatsNode {
  readonly url: string;
  readonly port: number;
  start(): Promise<void>;
  /** SIGKILL: nothing is written any more. */
  kill(): Promise<void>;
  readonly isRunning: boolean;
  /** What it has logged. */
  log(): string;
}

/** Servers of their own, on loopback, in a folder of their own. */
export interface Nats {
  readonly nodes: readonly NatsNode[];
  /** The addresses of all of them. */
  readonly url: string;
  /** Ends the servers and deletes what they stored. */
  stop(): Promise<void>;
}

async function answers(port: number): Promise<boolean> {
  const { createConnection } = await import('node:net');
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Starts so many servers; `more`: lines for the configuration of each. */
export async function startNats(count = 1, more = '', start = true): Promise<Nats> {
  const program = findNatsServer();
  const folder = mkdtempSync(join(tmpdir(), 'nats-'));
  const ports = await freePorts(2 * count);
  const routes = Array.from({ length: count }, (_, index) => `nats://127.0.0.1:${ports[count + index]}`);
  const nodes = routes.map((_, index): NatsNode => {
    const port = ports[index]!;
    const file = join(folder, `${index}.conf`);
    const log = join(folder, `${index}.log`);
    const cluster = `cluster { name: test, listen: "127.0.0.1:${ports[count + index]}", routes: ${JSON.stringify(routes)} }`;
    writeFileSync(
      file,
      `server_name: n${index}\nlisten: "127.0.0.1:${port}"\nlog_file: "${log}"\njetstream { store_dir: "${join(folder, String(index))}" }\n${count > 1 ? cluster : ''}\n${more}\n`,
    );
    let child: ChildProcess | undefined;
    return {
      url: `nats://127.0.0.1:${port}`,
      port,
      async start() {
        child = spawn(program, ['-c', file], { stdio: 'ignore' });
        for (let tries = 0; tries < 200 && !(await answers(port)); tries++)
          await new Promise((resolve) => setTimeout(resolve, 25));
      },
      async kill() {
        if (!child || child.exitCode !== null || child.signalCode !== null) return;
        const exit = once(child, 'exit');
        child.kill('SIGKILL');
        await exit;
      },
      get isRunning() {
        return child !== undefined && child.exitCode === null && child.signalCode === null;
      },
      log: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    };
  });
  // Whatever becomes of the test.
  const end = () => void Promise.all(nodes.map((node) => node.kill()));
  process.once('exit', end);
  if (start) await Promise.all(nodes.map((node) => node.start()));
  return {
    nodes,
    url: nodes.map(({ url }) => url).join(','),
    async stop() {
      process.off('exit', end);
      await Promise.all(nodes.map((node) => node.kill()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
