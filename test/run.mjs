import { existsSync, readFileSync, rmSync } from 'node:fs';
import { findBrowser } from './setup/browser.mjs';
import { ensureBuilt } from './setup/build.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { node, root } from './setup/node.mjs';
import { tableEnv, writeTables } from './tables.mjs';

/** The tools that the scripts of package.json call by name, as files to run, because nothing is on the PATH but Node and npm. */
const TOOLS = {
  eslint: 'node_modules/eslint/bin/eslint.js',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  tsc: 'node_modules/typescript/bin/tsc',
};
const RESULTS = 'node_modules/.cache/vitest-results.json';
let passed = 0;
let failed = 0;

/** One step that counts as one test: it fails by an exit code other than 0 or by throwing, and then says why. */
async function step(name, run) {
  console.log(`\n== ${name}`);
  const began = performance.now();
  const ok = await run().then(
    (code) => (code ?? 0) === 0,
    (error) => console.error(error.message),
  );
  if (ok) passed += 1;
  else failed += 1;
  console.log(`== ${name} ${ok ? 'passed' : 'FAILED'} (${((performance.now() - began) / 1_000).toFixed(1)} s)`);
  return Boolean(ok);
}

function finish() {
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

/** Runs each command of a script of package.json, also after one failed, so that one run shows everything; resolves to the worst exit code. */
async function script(name, hold) {
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  let worst = 0;
  for (const [tool, ...args] of scripts[name].split(' && ').map((line) => line.split(' '))) {
    worst = Math.max(worst, tool === 'node' ? await node(args[0], args.slice(1)) : await node(TOOLS[tool], args, {}, hold));
  }
  return worst;
}

/** Begins a script of package.json beside what follows; the result waits for it, and shows its output. */
function begin(name) {
  let output = '';
  const ends = script(name, (piece) => (output += piece));
  return async () => {
    const code = await ends;
    process.stdout.write(output);
    return code;
  };
}

/** Runs the projects and counts test by test; what fails outside a test (a file that does not load, a stray rejection) counts as one. */
async function vitest(projects, env) {
  console.log('\n== tests');
  rmSync(root + RESULTS, { force: true });
  const code = await node(
    'node_modules/vitest/vitest.mjs',
    [
      'run',
      ...projects.map((name) => `--project=${name}`),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${RESULTS}`,
    ],
    env,
  );
  const results = existsSync(root + RESULTS) ? JSON.parse(readFileSync(root + RESULTS, 'utf8')) : {};
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = results;
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const untold = numFailedTests + broken === 0 && (code !== 0 || numPassedTests === 0);
  passed += numPassedTests;
  failed += numFailedTests + broken + (untold ? 1 : 0);
  if (untold) console.error(numPassedTests === 0 ? 'No test ran.' : `Vitest failed outside the tests (exit code ${code}).`);
  showSlowest(testResults);
}

/** Says which files took longest: `npm test` is to end within ten minutes. */
function showSlowest(testResults) {
  const times = testResults.map(({ name, startTime, endTime }) => [(endTime - startTime) / 1_000, name.slice(root.length)]);
  console.log('\n== the slowest files');
  for (const [seconds, name] of times.sort(([one], [other]) => other - one).slice(0, 40))
    console.log(`${seconds.toFixed(1).padStart(6)} s  ${name}`);
}

if (!(await step('install', ensureInstalled))) finish();
const lint = begin('lint');
await step('types', () => script('types'));
const isBuilt = await step('build', ensureBuilt);
await step('lint', lint);
if (!isBuilt) finish();
if (existsSync(`${root}test/size.mjs`)) await step('size', () => script('size'));
const isAll = process.argv.includes('--all');
const env = isAll ? { TEST_ALL: '1', ...tableEnv } : {};
const hasBrowser = await step('browser', async () => {
  env.CHROME_PATH = await findBrowser();
  console.log(env.CHROME_PATH);
});
await vitest(['unit', 'conformance', ...(hasBrowser ? ['browser', 'package'] : [])], env);
if (isAll) writeTables();
finish();
