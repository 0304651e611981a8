import { ensureInstalled } from './setup/install.mjs';
import { node } from './setup/node.mjs';

// npm run gate: ten minutes of the collector over NATS, of which each part is killed at random; GATE_MINUTES, GATE_VIEWERS change it.
await ensureInstalled();
const file = 'packages/collector/test/jetstream/gate.test.ts';
const env = { TEST_ALL: '1', GATE_MINUTES: process.env.GATE_MINUTES ?? '10' };
process.exit(await node('node_modules/vitest/vitest.mjs', ['run', '--project=unit', '--typecheck.enabled=false', file], env));
