import { ensureBuilt } from '../test/setup/build.mjs';
import { ensureInstalled } from '../test/setup/install.mjs';
import { help, readArguments } from './arguments.mjs';

/** Installs and builds what is missing, serves the demo, and says where. */
async function start({ port, host }) {
  await ensureInstalled();
  await ensureBuilt();

  // Only now: the server imports the packages, which a fresh clone has neither installed nor built.
  const { startDemo } = await import('./server.mjs');
  const demo = await startDemo({ port, host });

  // Before the addresses: whoever reads them may end the demo at once. Ctrl+C comes twice, from the terminal and from npm.
  let closing;
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => void (closing ??= demo.close().then(() => process.exit(0))));
  }

  console.log(`
The demo:       ${demo.urls.join('\n                ')}
The self-test:  ${demo.url}selftest
The collector:  ${demo.collectorUrl}

Open the first address in a browser and press play. Ctrl+C ends both.`);
}

let wanted;
try {
  wanted = readArguments(process.argv.slice(2));
} catch (error) {
  console.error(`${error.message}\n\n${help}`);
  process.exitCode = 2;
}
if (wanted?.help) console.log(help);
else if (wanted) await start(wanted);
