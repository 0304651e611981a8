import { writeFileSync } from 'node:fs';
import { report } from '@media-collection/report';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openScene, openSceneBrowser, type Wire } from '../browser/html5-scene';
import { byteOf, type Browser } from '../browser/browser';
import { serveEndless } from './endless';
import { tableOf, type Row } from './table';
import { allowed, judge, type Truth } from './truth';
import { viewings } from './viewings';
import { watch } from './witness';

/** In `npm test` one API stands for both. */
const wires: readonly Wire[] = process.env.TEST_ALL ? ['Media Collection', 'Media Edge'] : ['Media Collection'];
const cases = wires.flatMap((wire) => Object.entries(viewings).map(([name, viewing]) => [name, wire, viewing] as const));

const rows: Row[] = [];
let browser: Browser;
beforeAll(async () => {
  browser = await openSceneBrowser();
});
afterAll(async () => {
  await browser?.close();
  const table = wires.map((wire) => `## Over the ${wire} API\n\n${tableOf(rows.filter((row) => row.wire === wire))}`).join('\n');
  console.log(`\n${table}`);
  if (process.env.TRUTH) writeFileSync(process.env.TRUTH, table);
});

test.each(cases)('a viewer who %s is reported so over the %s API', async (name, wire, { dry, html, slept = 0, act }) => {
  const scene = await openScene(browser, html, undefined, wire);
  let stream: Awaited<ReturnType<typeof serveEndless>> | undefined;
  try {
    if (dry) {
      const held = scene.media.fault({ match: 'clip.mp4', afterBytes: byteOf(dry), holdMs: Infinity });
      await scene.page.exposeFunction('release', held.release);
    }
    stream = await serveEndless(scene.page);
    await watch(scene.page);
    await scene.page.evaluate(act);
    const seen = await scene.page.evaluate(() => {
      const all = window.seen();
      window.scene.detach();
      return all;
    });
    await scene.settle();
    const { contentTimeSpent, totalPauseDuration, totalBufferDuration } = report(scene.events()).metrics;
    const judged = judge(seen);
    const shown: Truth = { ...judged, pause: judged.pause + slept };
    const reported: Truth = { content: contentTimeSpent, pause: totalPauseDuration, buffer: totalBufferDuration };
    rows.push({ name, wire, shown, reported });
    for (const what of ['content', 'pause', 'buffer'] as const)
      expect(
        Math.abs(reported[what] - shown[what]),
        `${what}: reported ${reported[what]}, shown ${shown[what]}`,
      ).toBeLessThanOrEqual(allowed(shown[what]));
  } finally {
    stream?.close();
    await scene.close();
  }
});
