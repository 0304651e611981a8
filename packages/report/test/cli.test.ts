import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fine, har, sessionEntries } from './recording/recordings';
import { story } from './story';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
  const entry = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
  const outfile = join(folder, 'cli.mjs');
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
});
afterAll(() => rm(folder, { recursive: true }));

async function lint(args: readonly string[], input = '') {
  const child = spawn(process.execPath, ['cli.mjs', ...args], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { out, err, code: code as number };
}

async function recording(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return name;
}

const broken = story([0, 'sessionStart', 0], [1, 'play', 0], [5_000, 'adStart', 5], [6_000, 'sessionEnd', 6]);

test('a recording without a breach is reported under the names of Adobe Analytics, with exit code 0', async () => {
  const file = await recording('fine.har', har(...sessionEntries('s1', fine)));
  const { out, err, code } = await lint([file]);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('fine.har: 1 session, 0 breaches, 0 advice');
  expect(out).toContain('1. Pilot (movie-1) · 5 events · https://acme.hb-api.omtrdc.net · session s1');
  expect(out).toContain('No breach.');
  expect(out).toMatch(/Content time spent +11\.999 s/);
});

test('a breach is named with its time and rule, and the exit code is 1', async () => {
  const { out, code } = await lint([await recording('broken.ndjson', broken.map((event) => JSON.stringify(event)).join('\n'))]);
  expect(code).toBe(1);
  expect(out).toContain('broken.ndjson: 1 session, 1 breach, 0 advice');
  expect(out).toContain('breach  0:05.000  adStart: ad-outside-break: No ad break is open.');
});

test('the standard input is read, and JSON is printed', async () => {
  const { out, code } = await lint(['-', '--json'], JSON.stringify(broken));
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject([
    { findings: [{ rule: 'ad-outside-break', at: 5 }], report: { metrics: { mediaStarts: 1 } } },
  ]);
});

test('JUnit has a test for each rule, and escapes what the page wrote', async () => {
  const odd = broken.map((event) =>
    event.eventType === 'sessionStart' ? { ...event, params: { ...event.params, 'media.name': '<"&\u0007>' } } : event,
  );
  const { code } = await lint([await recording('odd.json', JSON.stringify(odd)), '--junit', 'report.xml']);
  expect(code).toBe(1);
  const xml = await readFile(join(folder, 'report.xml'), 'utf8');
  expect(xml).toContain('<testsuite name="&lt;&quot;&amp; &gt; (movie-1)"');
  expect(xml).toMatch(/failures="1"/);
  expect(xml).toContain('<failure message="5 s: No ad break is open.">');
  expect(xml).toContain('name="ping-missing" />');
  // eslint-disable-next-line no-control-regex
  expect(xml).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
});

test.each([
  [[], /Name a recording[^]*Usage/],
  [['--nonsense', 'x'], /nonsense[^]*Usage/],
  [['missing.har'], /^missing\.har: ENOENT/],
])('what cannot be run says why and ends with 2 (%#)', async (args, sentence) => {
  const { err, code } = await lint(args);
  expect(code).toBe(2);
  expect(err).toMatch(sentence);
});

test('a file that is no recording ends with 2 and a sentence', async () => {
  const { err, code } = await lint([await recording('no.har', '{"log":{"entries":[]}}')]);
  expect([err.trim(), code]).toEqual([expect.stringContaining('no.har: The HAR holds no call of the Media Collection API'), 2]);
});

test('--help explains the exit codes', async () => {
  const { out, code } = await lint(['--help']);
  expect(code).toBe(0);
  expect(out).toContain('Exit code: 0 no breach');
});
