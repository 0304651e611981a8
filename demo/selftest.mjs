import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createMedia } from '../test/media/server.mjs';
import { send } from './send.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const builtins = at('../packages/core/src/legacy/builtins.ts');
/** More runs than a self-test has scenarios; the oldest is forgotten. */
const MOST_RUNS = 100;
const MOST_CODE = 500;

/** What the scenarios share with the tests is built for the page; the drivers of browsers are not. */
const withoutDrivers = {
  name: 'without-drivers',
  setup(bundler) {
    bundler.onResolve({ filter: /^(vitest|playwright-core|\.\/browser)$/ }, () => ({ path: 'driver', namespace: 'driver' }));
    // Core's manifest says that its sources do nothing by being imported.
    bundler.onResolve({ filter: /\/legacy\/builtins$/ }, () => ({ path: builtins, sideEffects: true }));
    bundler.onLoad({ filter: /.*/, namespace: 'driver' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** Bundles a script of the self-test for engines from those of televisions of 2019 on. */
async function bundle(name) {
  const { outputFiles } = await build({
    entryPoints: [at(`selftest/${name}.ts`)],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'chrome63',
    charset: 'utf8',
    write: false,
    logLevel: 'error',
    plugins: [withoutDrivers],
  });
  return outputFiles[0].text;
}

/** The scripts of the page on which a scenario is acted. */
const scriptsOf = (player, isOld) => [
  ...(player === 'hlsjs' ? ['/players/hls.min.js'] : []),
  `/packages/${player}/${player}.${isOld ? 'legacy.' : ''}min.js`,
  '/selftest/stage.js',
];

/** What keeps media from a page: the bytes of a file, or the segments of a stream, from a second on. */
function holdOf(kind, from) {
  if (kind === 'file')
    return {
      match: 'clip.mp4',
      afterBytes: Math.round((statSync(at('../test/fixtures/media/clip.mp4')).size * (from + 2)) / 20),
    };
  // As in the tests: some players look at two later segments before they play anything.
  const late = Array.from({ length: 30 }, (_, index) => index + 1).filter(
    (number) => (number - 1) * 2 >= from && number !== 5 && number !== 10,
  );
  return { match: new RegExp(`c-\\d-0*(${late.join('|')})\\.m4s`) };
}

async function textOf(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > MOST_CODE) return '';
  }
  return text;
}

/** Everything under `/selftest`: `(url, request, response, collectorUrl) => Promise<boolean>`. `report` is called with each code. */
export function createSelfTest(store, report = console.log) {
  const runs = new Map();
  const scripts = new Map();
  const runOf = (id) => {
    if (!runs.has(id)) runs.set(id, { media: createMedia({ base: `/selftest/media/${id}/`, cors: false }), hold: undefined });
    if (runs.size > MOST_RUNS) runs.delete(runs.keys().next().value);
    return runs.get(id);
  };
  const sendPage = (response, html, collectorUrl) => {
    const policy = `default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; media-src 'self' blob: data:; worker-src blob:; frame-src 'self'; connect-src 'self' ${collectorUrl}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`;
    return send(response, 'text/html; charset=utf-8', html, { 'Content-Security-Policy': policy });
  };
  const done = (response) => {
    response.writeHead(204).end();
    return true;
  };

  const gets = {
    '': async (response, url, collectorUrl) => {
      const html = await readFile(at('selftest/page.html'), 'utf8');
      return sendPage(response, html.replace('{{run}}', randomUUID()).replace('{{endpoint}}', collectorUrl), collectorUrl);
    },
    '/stage': (response, { searchParams }, collectorUrl) => {
      const player = searchParams.get('player') === 'hlsjs' ? 'hlsjs' : 'html5';
      const tags = scriptsOf(player, searchParams.has('old')).map((src) => `<script src="${src}"></script>`);
      return sendPage(response, `<!doctype html><meta charset="utf-8"><title>Stage</title><body>${tags.join('')}`, collectorUrl);
    },
    '/page.css': async (response) => send(response, 'text/css; charset=utf-8', await readFile(at('selftest/page.css'), 'utf8')),
  };
  for (const name of ['main', 'stage'])
    gets[`/${name}.js`] = async (response) => {
      if (!scripts.has(name)) scripts.set(name, bundle(name));
      return send(response, 'text/javascript; charset=utf-8', await scripts.get(name));
    };

  return {
    async handle(url, request, response, collectorUrl) {
      const [, rest] = /^\/selftest(|\/.*)$/.exec(url.pathname) ?? [];
      if (rest === undefined) return false;
      const isGet = request.method === 'GET';
      if (isGet && Object.hasOwn(gets, rest)) return gets[rest](response, url, collectorUrl);
      if (request.method === 'POST' && rest === '/result') {
        const code = (await textOf(request)).replace(/[^\w./: -]/g, '');
        if (code.startsWith('MC1/')) report(`A self-test has ended: ${code}`);
        return done(response);
      }
      const [, what, id] = /^\/(media|hold|release|sessions)\/([\w-]{1,60})(?:\/|$)/.exec(rest) ?? [];
      if (!what) return false;
      const run = runOf(id);
      if (what === 'media') return (isGet || request.method === 'HEAD') && run.media.handle(request, response);
      if (what === 'sessions' && isGet) {
        const sessions = (await store.list()).filter(({ events }) => events[0]?.params?.['media.channel'] === id);
        const ordered = sessions.map(({ events }) => [...events].sort((a, b) => a.playerTime.ts - b.playerTime.ts));
        return send(response, 'application/json', JSON.stringify(ordered));
      }
      if (request.method !== 'POST') return false;
      run.hold?.release();
      const from = Number(url.searchParams.get('from'));
      run.hold =
        what === 'hold' ? run.media.fault({ ...holdOf(url.searchParams.get('kind'), from), holdMs: Infinity }) : undefined;
      return done(response);
    },
    close() {
      for (const { media } of runs.values()) media.clearFaults();
    },
  };
}
