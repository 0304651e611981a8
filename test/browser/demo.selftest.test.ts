import { expect, test } from 'vitest';
import { readCode } from '../../demo/selftest/code';
import { demo, errors, hosts, page } from './demo-stage';

test('the self-test acts its scenarios by itself, and ends with a code', async () => {
  await page.goto(`${demo.url}selftest`);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('begin');
  await page.getByRole('button', { name: 'Begin' }).click();
  const code = page.locator('#code');
  await code.waitFor({ timeout: 480_000 });
  const rows = await page.locator('#results li').allTextContents();
  const found = readCode((await code.textContent())!)!;
  expect(found.engine).toMatch(/^Chromium \d+$/);
  expect(found.library).toMatch(/^\d+\.\d+\.\d+$/);
  expect(Object.keys(found.outcomes)).toEqual(['F', 'N', 'H']);
  const { F, H } = found.outcomes;
  // A busy machine may be late with a time, never with an event.
  for (const outcomes of [F!, H!]) expect(outcomes.join(''), rows.join('\n')).toMatch(/^[pt]{10}$/);
  expect(rows).toHaveLength(30);
  expect(await page.locator('#progress').textContent()).toMatch(/^Done: /);
  expect([...hosts].filter((host) => host !== '127.0.0.1' && host !== '')).toEqual([]);
  expect(errors.filter((error) => !/AbortError/.test(error))).toEqual([]);
}, 500_000);
