import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of the repository, with a trailing slash. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Runs a command in the root; resolves to the exit code, 1 when it cannot start. Its output is passed on as it comes, or, if it is given to
 * `hold`, piece by piece to that.
 */
export const command = (name, args, { env = process.env, shell = false, hold } = {}) =>
  new Promise((resolve) => {
    const child = spawn(name, args, { cwd: root, env, shell, stdio: hold ? ['ignore', 'pipe', 'pipe'] : 'inherit' })
      .on('error', (error) => {
        console.error(`${name}: ${error.message}`);
        resolve(1);
      })
      .on('close', (code) => resolve(code ?? 1));
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', hold);
  });

/** Runs a JavaScript file (path from the root) with this very Node, so that no package manager needs to be on the PATH. */
export const node = (script, args = [], env = {}, hold = undefined) =>
  command(process.execPath, [script, ...args], { env: { ...process.env, ...env }, hold });
