import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A screen that nobody looks at. */
export interface Screen {
  /** Its name, once it is open. */
  readonly display: string;
  open(): Promise<void>;
  close(): Promise<void>;
}

/** A virtual screen (Xvfb), or undefined where the program is not installed. */
export async function findScreen(): Promise<Screen | undefined> {
  if (spawnSync('Xvfb', ['-help'], { stdio: 'ignore' }).error) return undefined;
  let xvfb: ChildProcess;
  let display = '';
  return {
    get display() {
      return display;
    },
    async open() {
      // It takes a free number, and writes it to the file descriptor.
      xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      });
      const [number] = (await once(xvfb.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
      display = `:${String(number).trim()}`;
    },
    async close() {
      xvfb.kill();
      await once(xvfb, 'exit');
    },
  };
}
