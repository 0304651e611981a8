import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of the repository, with a trailing slash. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a command in the root with its output passed on as it comes; resolves to the exit code, 1 when it cannot start. */
export const command = (name, args, { env = process.env, shell = false } = {}) =>
  new Promise((resolve) => {
    spawn(name, args, { cwd: root, env, shell, stdio: 'inherit' })
      .on('error', (error) => {
        console.error(`${name}: ${error.message}`);
        resolve(1);
      })
      .on('close', (code) => resolve(code ?? 1));
  });

/** Runs a JavaScript file (path from the root) with this very Node, so that no package manager needs to be on the PATH. */
export const node = (script, args = [], env = {}) =>
  command(process.execPath, [script, ...args], { env: { ...process.env, ...env } });
