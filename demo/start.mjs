import { ensureBuilt } from '../test/setup/build.mjs';
import { ensureInstalled } from '../test/setup/install.mjs';

await ensureInstalled();
await ensureBuilt();

// Only now: the server imports the packages, which a fresh clone has neither installed nor built.
const { startDemo } = await import('./server.mjs');
const demo = await startDemo();

console.log(`
The demo:       ${demo.url}
The collector:  ${demo.collectorUrl}

Open the first address in a browser and press play. Ctrl+C ends both.`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void demo.close().then(() => process.exit(0)));
}
