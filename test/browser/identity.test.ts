import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openStage } from './browser';

const cwd = fileURLToPath(new URL('../../packages/core', import.meta.url));

test.each([
  ['module', 'identity', "import * as it from '@media-collection/core/identity';", 'appInstallationId'],
  ['commonjs', 'identity', "const it = require('@media-collection/core/identity');", 'appInstallationId'],
  ['module', 'debug', "import * as it from '@media-collection/core/debug';", 'debug'],
  ['commonjs', 'debug', "const it = require('@media-collection/core/debug');", 'debug'],
])('on a server the %s %s does nothing when it is loaded', (kind, _, load, name) => {
  const script = `${load} console.log(typeof it.${name}, typeof window, typeof mediaCollection);`;
  const made = execFileSync(process.execPath, [`--input-type=${kind}`, '-e', script], { cwd, encoding: 'utf8' });
  expect(made).toBe('function undefined undefined\n');
});

test('by script tag a visitor is known by the Web SDK, and an installation again after a reload, until it is forgotten', async () => {
  const stage = await openStage({
    html: ({ endpoint }) => `<script>
      window.alloy = () => Promise.resolve({ identity: { ECID: '123' }, edge: { regionId: 6 } });
      window.watch = () => {
        const { appInstallationId, createTracker, ecidFromAlloy } = mediaCollection;
        const identity = { 'analytics.trackingServer': 'a', 'analytics.reportSuite': 'a', 'visitor.marketingCloudOrgId': 'A@AdobeOrg' };
        const params = async () => ({ ...identity, ...appInstallationId(), ...(await ecidFromAlloy()) });
        const tracker = createTracker({ endpoint: '${endpoint}', params, onWarning() {} });
        tracker.track('sessionStart', { 'media.id': 'ep-1', 'media.length': 60, 'media.contentType': 'vod' });
      };
    </script>`,
    scripts: ['/core.min.js', '/core/identity.min.js'],
  });
  const open = async (count: number) => {
    await stage.page.evaluate('watch()');
    await stage.until('sessionStart', { count });
    return stage.events(count - 1)[0]!.params as Record<string, unknown>;
  };
  const first = await open(1);
  expect(first).toMatchObject({ 'visitor.marketingCloudUserId': '123', 'visitor.aamLocationHint': 6 });
  expect(first['appInstallationId']).toMatch(/^[0-9a-f-]{36}$/);
  await stage.page.reload();
  expect(await open(2)).toMatchObject({ appInstallationId: first['appInstallationId'] });
  await stage.page.evaluate('mediaCollection.forgetAppInstallationId()');
  expect(await stage.page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, '']);
  expect((await open(3))['appInstallationId']).not.toBe(first['appInstallationId']);
  expect(stage.pageErrors).toEqual([]);
  await stage.close();
});
