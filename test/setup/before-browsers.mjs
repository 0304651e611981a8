import { findBrowser } from './browser.mjs';
import { ensureBuilt } from './build.mjs';

/** Runs once before the browser tests: they play what is built, so it must not be older than the sources. */
export async function setup() {
  await ensureBuilt();
  process.env.CHROME_PATH = await findBrowser();
}
