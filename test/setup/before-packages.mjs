import { setup as beforeBrowsers } from './before-browsers.mjs';
import { ensurePacked } from './pack.mjs';

/** Runs once before the tests of packages: they take what would be published, and some of them play it. */
export async function setup() {
  await beforeBrowsers();
  await ensurePacked();
}
