import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { autoplayArg, chromiumArgs, findBrowser } from '../setup/browser.mjs';
import { nothing, type Launch } from './browser';
import { hear } from './closing';

/** Starts a Chromium as a user has it: with no other switches than it needs here; `odd`: without its back/forward cache. */
export const launchChromium: Launch = async (elsewhere, odd) => {
  const profile = mkdtempSync(join(tmpdir(), 'media-collection-'));
  const program = spawn(
    await findBrowser(),
    [
      ...chromiumArgs,
      autoplayArg,
      ...(odd ? ['--disable-features=BackForwardCache'] : []),
      '--headless',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = once(program, 'exit');
  let address = '';
  for await (const line of createInterface({ input: program.stderr }))
    if ((address = /DevTools listening on (ws:\S+)/.exec(line)?.[1] ?? '')) break;
  program.stderr.resume();
  const browser = await chromium.connectOverCDP(address);
  const [context] = browser.contexts();
  const over = async (): Promise<void> => {
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  return {
    version: `Chromium ${browser.version()}`,
    open: async (url) => {
      const told = nothing();
      const page = await context!.newPage();
      page.on('console', (message) => hear(told, message.text()));
      await page.goto(url, { waitUntil: 'commit' });
      return {
        told,
        leave: async (way, isOdd) => {
          if (way === 'reload') await page.reload({ waitUntil: 'commit' });
          else if (way === 'navigation') await page.goto(isOdd ? elsewhere : 'data:text/html,elsewhere', { waitUntil: 'commit' });
          else if (isOdd) await page.evaluate(() => window.close()).catch(() => {});
          else await page.close();
        },
        close: () => page.close().catch(() => {}),
      };
    },
    close: async () => {
      const session = await browser.newBrowserCDPSession();
      await session.send('Browser.close').catch(() => {});
      await over();
    },
    kill: async () => {
      program.kill('SIGKILL');
      await over();
    },
  };
};
