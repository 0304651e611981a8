import puppeteer from 'puppeteer-core';
import { FIREFOX } from '../leaving/firefox';
import type { Engine } from './engine';

/** Gecko, driven over WebDriver BiDi. */
export const firefox: Engine = {
  name: 'Firefox',
  ...(!FIREFOX && { missing: 'Firefox is not here (Debian: apt-get install firefox-esr)' }),
  async launch() {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: FIREFOX!,
      headless: true,
      // Only one of several tabs is in front.
      extraPrefsFirefox: { 'media.autoplay.default': 0, 'media.block-autoplay-until-in-foreground': false },
    });
    return {
      version: (await browser.version()).replace(/^firefox\//i, 'Firefox '),
      async open(url) {
        const page = await browser.newPage();
        await page.goto(url, { waitUntil: 'domcontentloaded' });
        return page;
      },
      close: () => browser.close(),
    };
  },
};
