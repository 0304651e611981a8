import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const found = () =>
  [...(process.env.PATH ?? '').split(':').filter(Boolean), '/usr/sbin', '/usr/local/bin']
    .map((folder) => join(folder, 'nats-server'))
    .find((file) => existsSync(file));
const install = ['install', '-y', '--no-install-recommends', 'nats-server'];

/** The server's program; on Debian, as root, it is installed when it is missing. Throws a sentence when there is none. */
export function findNatsServer() {
  const there = found();
  if (there) return there;
  // A runner of a workflow may become root without a password.
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (existsSync('/etc/debian_version'))
    for (const args of [install, ['update'], install]) {
      const [program, ...rest] = [...asRoot, 'apt-get', ...args];
      spawnSync(program, rest, { stdio: 'ignore', timeout: 120_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
      const installed = found();
      if (installed) return installed;
    }
  throw new Error(
    'This needs the program nats-server, 2.9 or newer, on the PATH: apt-get install nats-server, brew install nats-server, or https://nats.io/download.',
  );
}

/** Ports that are free; they are found together, so that they differ. */
export async function freePorts(count) {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

const isGreeted = (port) =>
  new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** Starts so many servers, on loopback, in a folder of their own; `more`: lines for the configuration of each. */
export async function startNats(count = 1, more = '', isStarted = true) {
  const program = findNatsServer();
  const folder = mkdtempSync(join(tmpdir(), 'nats-'));
  const ports = await freePorts(3 * count);
  const routes = Array.from({ length: count }, (_, index) => `nats://127.0.0.1:${ports[count + index]}`);
  const nodes = routes.map((_, index) => {
    const port = ports[index];
    const file = join(folder, `${index}.conf`);
    const log = join(folder, `${index}.log`);
    const cluster = `cluster { name: test, listen: "127.0.0.1:${ports[count + index]}", routes: ${JSON.stringify(routes)} }`;
    const lines = [
      `server_name: n${index}`,
      `listen: "127.0.0.1:${port}"`,
      `http: "127.0.0.1:${ports[2 * count + index]}"`,
      `log_file: "${log}"`,
      `jetstream { store_dir: "${join(folder, String(index))}" }`,
      ...(count > 1 ? [cluster] : []),
      more,
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    let child;
    const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;
    return {
      url: `nats://127.0.0.1:${port}`,
      port,
      async start() {
        child = spawn(program, ['-c', file], { stdio: 'ignore' });
        for (let tries = 0; tries < 400 && !(await isGreeted(port)); tries++)
          await new Promise((resolve) => setTimeout(resolve, 25));
      },
      async kill() {
        if (!isRunning()) return;
        const exit = once(child, 'exit');
        child.kill('SIGKILL');
        await exit;
      },
      async isHealthy() {
        const reply = await fetch(`http://127.0.0.1:${ports[2 * count + index]}/healthz`).catch(() => undefined);
        await reply?.arrayBuffer();
        return reply?.ok ?? false;
      },
      get pid() {
        return isRunning() ? child.pid : undefined;
      },
      log: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    };
  });
  // Whatever becomes of the test.
  const end = () => nodes.forEach(({ pid }) => pid && process.kill(pid, 'SIGKILL'));
  process.once('exit', end);
  if (isStarted) await Promise.all(nodes.map((node) => node.start()));
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
