import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
};
const pages = ['/page/style.css', '/page/ledger.css', '/page/report.css', '/html5.js'].concat(
  ['page', 'player', 'ledger', 'row', 'report', 'calls', 'bytes'].map((name) => `/page/${name}.js`),
);
/** The address in the sources, for the one at which the collector really listens. */
const written = 'http://127.0.0.1:8484';

const policy = (html, collectorUrl) => {
  const [, importMap] = /<script type="importmap">([^]*?)<\/script>/.exec(html);
  return [
    `default-src 'none'`,
    `script-src 'self' 'sha256-${createHash('sha256').update(importMap).digest('base64')}'`,
    `style-src 'self'`,
    `img-src 'self' data:`,
    `media-src *`,
    `connect-src 'self' ${collectorUrl}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
};

/** Which file a path stands for; undefined for every path that is not one of ours. */
function fileOf(path) {
  if (path === '/') return new URL('page/index.html', import.meta.url);
  if (pages.includes(path)) return new URL(`.${path}`, import.meta.url);
  // The chunks that the entries share have names of the bundler's choice: any plain name in these two folders.
  const [, name, file] = /^\/packages\/(core|html5)\/([\w-]+\.js(?:\.map)?)$/.exec(path) ?? [];
  return file && new URL(`../packages/${name}/dist/${file}`, import.meta.url);
}

/** Serves the page, its scripts and the built packages, and nothing else: `(path, response) => Promise<boolean>`. */
export function createFiles(collectorUrl) {
  const own = (text) => text.replaceAll(written, collectorUrl);
  const csp = policy(readFileSync(fileOf('/'), 'utf8'), collectorUrl);

  return async (path, response) => {
    const file = fileOf(path);
    const text = file && (await readFile(file, 'utf8').catch(() => undefined));
    if (text === undefined) return false;
    response.writeHead(200, {
      'Content-Type': types[extname(file.pathname)],
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      ...(path === '/' && { 'Content-Security-Policy': csp }),
    });
    response.end(path.startsWith('/packages/') ? text : own(text));
    return true;
  };
}
