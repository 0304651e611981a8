import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { surroundings, type Consumer } from './consumer';

/** Starts a server of a project, and waits for the address that it prints; rejects with what it printed instead. */
export async function start(
  { folder }: Consumer,
  script: string,
  ...args: readonly string[]
): Promise<{ url: string; close(): Promise<void> }> {
  const server = spawn(process.execPath, [script, ...args], { cwd: folder, env: surroundings() });
  const gone = once(server, 'close');
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const [address] = /http:\/\/(127\.0\.0\.1|localhost):\d+/.exec(output) ?? [];
      if (address) resolve(`${address}/`);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('close', () => reject(new Error(`${script} ended: ${output}`)));
  });
  return {
    url,
    async close() {
      server.kill();
      await gone;
    },
  };
}
