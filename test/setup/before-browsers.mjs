import { findBrowser } from './browser.mjs';
import { ensureBuilt } from './build.mjs';
import { ensureElements } from './media-elements.mjs';

/** Runs once before the browser tests: they play what is built, so it must not be older than the sources. */
export async function setup() {
  await ensureBuilt();
  await ensureElements();
  process.env.CHROME_PATH = await findBrowser();
}
