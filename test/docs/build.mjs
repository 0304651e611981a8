import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { build } from 'vitepress';
import { ensureInstalled } from '../setup/install.mjs';
import { root } from '../setup/node.mjs';
import { writeApi } from './api.mjs';
import { writeKeys } from './keys.mjs';
import { faultsOf } from './site.mjs';
import { writeTriggers } from './triggers.mjs';

const site = `${root}docs/.vitepress/dist`;
const types = { html: 'text/html', js: 'text/javascript', css: 'text/css', json: 'application/json', svg: 'image/svg+xml' };

/** Serves the built site on this machine. */
function show(port = 4173) {
  const server = createServer(async (request, response) => {
    const path = decodeURI(request.url.split('?')[0]).replace(/\/$/, '/index.html').replaceAll('..', '');
    const file = await readFile(site + path).catch(() => undefined);
    response.writeHead(file ? 200 : 404, { 'content-type': types[path.split('.').at(-1)] ?? 'application/octet-stream' });
    response.end(file);
  });
  server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/`));
}

await ensureInstalled();
writeTriggers();
writeKeys();
rmSync(`${root}docs/api`, { recursive: true, force: true });
await writeApi();
// Fails on links to pages that are not there.
await build(`${root}docs`);
const faults = faultsOf(site);
for (const fault of faults) console.error(fault);
if (faults.length) process.exit(1);
if (process.argv.includes('--show')) show();
