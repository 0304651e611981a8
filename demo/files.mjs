import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { bundleInspector } from '../packages/collector/bundle-inspector.mjs';
import { isLocal } from './addresses.mjs';
import { compose, overEdge, pages } from './pages.mjs';
import { send } from './send.mjs';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
};
const styles = ['style', 'player', 'received', 'story'].map((name) => `/page/${name}.css`);
const scripts = ['page', 'player', 'break', 'network', 'notes', 'follow', 'row', 'bytes', 'story', 'words'].map(
  (name) => `/page/${name}.js`,
);
const taps = ['core', 'hlsjs', 'shaka', 'dashjs'].map((name) => `/page/tap/${name}.js`);
const players = [...Object.keys(pages), 'video', 'ads', 'shaka-player'].map((name) => `/page/players/${name}.js`);
const integrations = Object.keys(pages).map((name) => `/${name}.js`);
/** Pages that need no player of others: one tag, and calls of Adobe's script. */
const doors = ['element', 'mediasdk'];
const own = new Set(['/doors/mediasdk.js', ...styles, ...scripts, ...taps, ...players, ...integrations]);

/** What is served of the players themselves: these files and no other. */
const foreign = {
  '/players/video.min.js': 'video.js/dist/video.min.js',
  '/players/videojs.ads.min.js': 'videojs-contrib-ads/dist/videojs.ads.min.js',
  '/players/video-js.min.css': 'video.js/dist/video-js.min.css',
  '/players/hls.min.mjs': 'hls.js/dist/hls.min.mjs',
  '/players/hls.min.js': 'hls.js/dist/hls.min.js',
  '/players/shaka-player.min.js': 'shaka-player/dist/shaka-player.compiled.js',
  '/players/dash.min.js': 'dashjs/dist/modern/esm/dash.all.min.js',
};

/** The address in the sources, for the one at which the collector really listens. */
const written = 'http://127.0.0.1:8484';

/** An endpoint that others in the network may read, which a tracker wants to be told. */
const openEndpoint = / {2}endpoint: 'http:\/\/(?!127\.|localhost)[^']*',\n/;

/** Which file a path stands for; undefined for every path that is not one of ours. */
function fileOf(path) {
  if (own.has(path)) return new URL(`.${path}`, import.meta.url);
  if (Object.hasOwn(foreign, path)) return new URL(`../node_modules/${foreign[path]}`, import.meta.url);
  // The chunks that the entries share have names of the bundler's choice: any plain name in these folders.
  const [, name, file] =
    /^\/packages\/(core|html5|videojs|hlsjs|shaka|dashjs|element|mediasdk)\/([\w.-]+\.js(?:\.map)?)$/.exec(path) ?? [];
  return file && new URL(`../packages/${name}/dist/${file}`, import.meta.url);
}

/** Serves the pages, their scripts, the built packages and the players, and nothing else: `(url, response, collectorUrl) => Promise<boolean>`. */
export function createFiles() {
  /** The picture of a session is that of the collector's inspector. */
  const inspector = bundleInspector('embed.tsx', 'esm');

  return async ({ pathname: path, search: asked }, response, collectorUrl) => {
    // Over plain http the Media Edge API takes this machine's own address alone.
    const search = isLocal(new URL(collectorUrl).hostname) ? asked : '';
    if (path === '/page/inspector.js') return send(response, types['.js'], (await inspector).script);
    if (path === '/page/inspector.css') return send(response, types['.css'], (await inspector).style);
    const name = path === '/' ? 'html5' : path.slice(1);
    if (Object.hasOwn(pages, name)) {
      const shell = await readFile(new URL('page/shell.html', import.meta.url), 'utf8');
      const { html, policy } = compose(name, shell, collectorUrl, search);
      return send(response, 'text/html; charset=utf-8', html, { 'Content-Security-Policy': policy });
    }
    if (doors.includes(name)) {
      const html = await readFile(new URL(`doors/${name}.html`, import.meta.url), 'utf8');
      const policy = `default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; media-src 'self'; connect-src ${collectorUrl}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'`;
      return send(response, 'text/html; charset=utf-8', html.replaceAll(written, collectorUrl), {
        'Content-Security-Policy': policy,
      });
    }
    const file = fileOf(path);
    const text = file && (await readFile(file, 'utf8').catch(() => undefined));
    if (text === undefined) return false;
    const isEdge = integrations.includes(path) && search === '?wire=edge';
    const source = own.has(path) ? text.replaceAll(written, collectorUrl).replace(openEndpoint, '$&  insecure: true,\n') : text;
    return send(response, types[extname(file.pathname)], isEdge ? overEdge(source) : source);
  };
}
