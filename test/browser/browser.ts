import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { openBackend, type Backend, type BackendOptions } from './backend';
import { autoplayArg, chromiumArgs, findBrowser } from '../setup/browser.mjs';

declare global {
  interface Window {
    /** What the script-tag builds give to a page. */
    mediaCollection: typeof import('@media-collection/core') & typeof import('@media-collection/html5');
  }
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A Chromium of its own, with an empty profile. */
export interface Browser {
  context: BrowserContext;
  /** Uncaught errors and unhandled rejections of all its pages; empty it of those that a test is about. */
  uncaught: string[];
  /** Rejects with what is uncaught, so that no test passes over it. */
  close(): Promise<void>;
}

/** A test plays and does not look back: what comes in between is what it is about. */
const isOfPlay = (error: string): boolean => /^AbortError: The play\(\) request was interrupted/.test(error);

/**
 * Starts a Chromium in which every page may play at once, or none before a viewer clicked. `mayReturn`: it has its back/forward cache,
 * which the driver takes from it otherwise.
 */
export async function openBrowser({ mayPlay = true, mayReturn = false } = {}): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'media-collection-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await findBrowser(),
    headless: true,
    args: [...chromiumArgs, ...(mayPlay ? [autoplayArg] : [])],
    ...(mayReturn && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
  });
  const uncaught: string[] = [];
  context.on('weberror', (fault) => {
    const error = String(fault.error());
    if (!isOfPlay(error)) uncaught.push(`${error} (${fault.page()?.url()})`);
  });
  return {
    context,
    uncaught,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      if (uncaught.length) throw new Error(`Nobody caught in a page: ${uncaught.join(', ')}`);
    },
  };
}

/** Where in clip.mp4 a second of its content lies, near enough because its bit rate is constant: a fault there lets a player run dry then. */
export const byteOf = (second: number): number =>
  Math.round((statSync(`${root}test/fixtures/media/clip.mp4`).size * second) / 20);

/** A page with its backend around it. */
export interface Stage extends Backend {
  page: Page;
  /** What went wrong in the page: uncaught errors, unhandled rejections, and what the console calls an error. */
  pageErrors: readonly string[];
}

/** What a backend is made of, and one browser for several stages; without it the stage opens its own and closes it. */
export interface StageOptions extends BackendOptions {
  browser?: Browser;
}

/** Opens a page in a browser. */
export async function openStage({ browser, ...options }: StageOptions = {}): Promise<Stage> {
  const pageErrors: string[] = [];
  const [backend, own] = await Promise.all([openBackend({ ...options, pageErrors }), browser ? undefined : openBrowser()]);
  const page = await (browser ?? own!).context.newPage();
  page.on('pageerror', (error) => pageErrors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') pageErrors.push(`${message.text()} (${message.location().url})`);
  });
  // A page whose media are held back does not fire `load`.
  await page.goto(backend.url, { waitUntil: 'domcontentloaded' });
  return {
    ...backend,
    page,
    pageErrors,
    async close() {
      await page.close();
      await own?.close();
      await backend.close();
    },
  };
}
