import { once } from 'node:events';
import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import { nothing, type Launch } from './browser';
import { hear } from './closing';

/** Where Firefox is, if it is; the environment may name another one. */
export const { FIREFOX = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find(existsSync) } = process.env;

export const hasFirefox = !!FIREFOX;

/** What each Firefox needs: media that play by themselves, also in a tab that is not in front. */
export const prefs = { 'media.autoplay.default': 0, 'media.block-autoplay-until-in-foreground': false };

/** Starts a Firefox, driven over WebDriver BiDi, with further preferences. */
export const firefoxWith =
  (more: object): Launch =>
  async (elsewhere) => {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: FIREFOX!,
      headless: true,
      extraPrefsFirefox: { ...prefs, ...more },
    });
    const program = browser.process()!;
    const ended = once(program, 'exit');
    return {
      version: (await browser.version()).replace('/', ' ').replace(/^firefox/, 'Firefox'),
      open: async (url) => {
        const told = nothing();
        // Firefox refuses a tab while another one, beside which it would open, closes.
        const page = await browser.newPage().catch(() => browser.newPage());
        page.on('console', (message) => hear(told, message.text()));
        await page.goto(url, { waitUntil: 'domcontentloaded' });
        return {
          told,
          leave: async (way, odd) => {
            if (way === 'reload') await page.reload({ waitUntil: 'domcontentloaded' });
            else if (way === 'navigation')
              await page.goto(odd ? elsewhere : 'data:text/html,elsewhere', { waitUntil: 'domcontentloaded' });
            else await page.close();
          },
          close: () => page.close().catch(() => {}),
        };
      },
      close: async () => {
        await browser.close();
      },
      kill: async () => {
        program.kill('SIGKILL');
        await ended;
      },
    };
  };
