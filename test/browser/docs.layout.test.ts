import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { createServer } from 'vitepress';
import { fileURLToPath } from 'node:url';
import { openBrowser, type Browser } from './browser';

let browser: Browser;
let page: Page;
let server: Awaited<ReturnType<typeof createServer>>;
beforeAll(async () => {
  server = await createServer(fileURLToPath(new URL('../../docs', import.meta.url)), { host: '127.0.0.1', port: 0 });
  await server.listen();
  browser = await openBrowser();
  page = await browser.context.newPage();
  await page.goto(`${server.resolvedUrls!.local[0]}guide/concepts.html`);
  await page.waitForSelector('.VPDoc h1');
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** The theme makes the menu of the sidebar so wide, in px, where there is room for it. */
const MENU_PX = 208;

test.each([768, 960, 1_280, 1_440, 1_500, 1_599, 1_600, 1_920])(
  'in a window of %d px nothing overlaps, and nothing is cut off',
  async (width) => {
    await page.setViewportSize({ width, height: 900 });
    const [menu, text, outline, whole] = await page.evaluate(() => {
      const edges = (selector: string): { left: number; right: number } => {
        const { left, right } = document.querySelector(selector)!.getBoundingClientRect();
        return { left, right };
      };
      const { scrollWidth } = document.documentElement;
      return [edges('.VPSidebar nav'), edges('.VPDoc .content-container'), edges('.VPDoc .aside'), scrollWidth] as const;
    });
    expect(whole).toBe(width);
    // From 960 px on the sidebar stands beside the text, from 1,280 px on the outline does, too.
    if (width >= 960) expect(menu.right - menu.left).toBeGreaterThanOrEqual(MENU_PX);
    if (width >= 960) expect(menu.right).toBeLessThan(text.left);
    if (width >= 1_280) expect(text.right).toBeLessThan(outline.left);
    expect(Math.max(text.right, outline.right)).toBeLessThanOrEqual(width);
  },
);
