import { chromium as playwright } from 'playwright-core';
import { autoplayArg, chromiumArgs, findBrowser } from '../setup/browser.mjs';
import type { Engine } from './engine';

/** As in all other tests, for comparison. */
export const chromium: Engine = {
  name: 'Chromium',
  async launch() {
    const browser = await playwright.launch({ executablePath: await findBrowser(), args: [...chromiumArgs, autoplayArg] });
    return {
      version: `Chromium ${browser.version()}`,
      async open(url) {
        const page = await browser.newPage();
        await page.goto(url, { waitUntil: 'domcontentloaded' });
        return page;
      },
      close: () => browser.close(),
    };
  },
};
