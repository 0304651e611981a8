import { relative, sep } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moveIn, type Consumer } from './consumer';

/** What a bundle holds: its code, and the files of which something was kept. */
interface Bundle {
  readonly code: string;
  readonly files: readonly string[];
}

const EXTERNAL = ['video.js', 'vitest'];

let consumer: Consumer;
beforeAll(async () => {
  consumer = await moveIn('test/package/consumers/node');
});
afterAll(() => consumer?.remove());

const shown = (path: string) =>
  relative(consumer.folder, path).split(sep).join('/').replace('node_modules/@media-collection/', '');

async function byEsbuild(contents: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: consumer.folder, sourcefile: 'entry.js' },
    absWorkingDir: consumer.folder,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    metafile: true,
    write: false,
    external: EXTERNAL,
    logLevel: 'error',
  });
  const kept = Object.entries(Object.values(metafile.outputs)[0]!.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const files = kept.map(([file]) => file.replace('node_modules/@media-collection/', ''));
  return { code: outputFiles[0]!.text.trim(), files: files.filter((file) => file !== 'entry.js') };
}

async function byRollup(contents: string): Promise<Bundle> {
  const entry = {
    name: 'entry',
    resolveId: (id: string) => (id === 'entry.js' ? `${consumer.folder}${sep}entry.js` : null),
    load: (id: string) => (id.endsWith(`${sep}entry.js`) ? contents : null),
  };
  const bundle = await rollup({
    input: 'entry.js',
    external: [...EXTERNAL, /^node:/],
    plugins: [entry, nodeResolve()],
    onLog: () => undefined,
  });
  const { output } = await bundle.generate({ format: 'es' });
  const [{ code, modules }] = output;
  const kept = Object.entries(modules).filter(([, { renderedLength }]) => renderedLength > 0);
  return { code: code.trim(), files: kept.map(([file]) => shown(file)).filter((file) => file !== 'entry.js') };
}

describe.each([
  ['esbuild', byEsbuild],
  ['Rollup', byRollup],
] as const)('%s', (_, bundle) => {
  test.each([
    'collector',
    'core',
    'dashjs',
    'element',
    'element/only',
    'hlsjs',
    'html5',
    'mediasdk',
    'report',
    'shaka',
    'videojs/adapter',
    'videojs/register',
  ])('keeps nothing of %s where nothing of it is used', async (name) => {
    expect((await bundle(`import '@media-collection/${name}';`)).files).toEqual([]);
  });

  test('keeps the plugin of Video.js, which is there for what it does when it is loaded', async () => {
    expect((await bundle("import '@media-collection/videojs';")).files).toContain('videojs/dist/index.js');
  });

  test('takes of core what a page imports, and no other subpath', async () => {
    const { files } = await bundle("import { createTracker } from '@media-collection/core'; createTracker();");
    expect(files).toContain('core/dist/index.js');
    expect(files.filter((file) => !/^core\/dist\/(index|[\w-]+-chunk)\.js$/.test(file))).toEqual([]);
    const { code } = await bundle("import * as all from '@media-collection/core'; console.log(all);");
    for (const subpath of ['debug', 'offline', 'schema']) {
      const both = await bundle(
        `import * as all from '@media-collection/core'; import * as more from '@media-collection/core/${subpath}'; console.log(all, more);`,
      );
      expect(both.code.length - code.length, subpath).toBeGreaterThan(1_000);
    }
  });

  test('keeps core once, and no player, however many adapters a page has', async () => {
    const names = ['dashjs', 'hlsjs', 'html5', 'shaka'];
    const imports = names.map((name) => `import { ${name} } from '@media-collection/${name}';`).join('');
    const { files } = await bundle(
      `${imports} import { createTracker } from '@media-collection/core'; console.log(createTracker, ${names});`,
    );
    const entries = files.filter((file) => file.endsWith('/index.js')).map((file) => file.split('/')[0]);
    expect(entries.sort()).toEqual(['core', ...names].sort());
    expect(files.filter((file) => !/^(core|dashjs|hlsjs|html5|shaka)\/dist\//.test(file))).toEqual([]);
  });

  test('takes of an adapter what a page imports', async () => {
    const { code: whole } = await bundle("import { html5 } from '@media-collection/html5'; console.log(html5);");
    const { code: part } = await bundle("import { playerState } from '@media-collection/html5'; console.log(playerState);");
    expect(part.length).toBeLessThan(whole.length / 20);
  });
});
