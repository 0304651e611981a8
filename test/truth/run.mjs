import { readFileSync, writeFileSync } from 'node:fs';
import { ensureInstalled } from '../setup/install.mjs';
import { node, root } from '../setup/node.mjs';

const TABLE = 'node_modules/.cache/truth.md';

/** Plays every viewing and writes what was shown and what was told of it to docs/truth.md. */
await ensureInstalled();
const code = await node('node_modules/vitest/vitest.mjs', ['run', '--project=browser', 'test/truth'], { TRUTH: root + TABLE });
writeFileSync(
  `${root}docs/truth.md`,
  `# Does the report say what the viewer really saw?

In a real Chromium a witness that shares no code with the tracker watches the element: new frames as they are presented (for audio, the
clock that moves), and fifty times a second whether the element is paused or seeking. Beside it the tracker sends its events to a real
collector, and the report of those events is held against what was shown. It may be off by 150 ms, or by 1 % where that is more.

Seconds; a jump counts as a pause, as it does with Adobe's clients; a run of less than 0.3 s between two jumps belongs to the scrub.
Written by \`npm run truth\`.

${readFileSync(root + TABLE, 'utf8')}`,
);
process.exit(code);
