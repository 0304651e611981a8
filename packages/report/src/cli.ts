#!/usr/bin/env node
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { judge } from './recording/judge';
import { toJUnit } from './recording/junit';
import { countOf, print } from './recording/print';
import { readRecording, RecordingError } from './recording/read';

const help = `Usage: npx @media-collection/report recording.har [more …] [--json] [--junit FILE]

Reads what a page sent to Adobe's Media Collection API, by whichever client, and says which rules it breaks
and what Adobe will report of it.

A recording is a HAR (browser: developer tools, Network, "Save all as HAR"; Playwright: recordHar), a file with one JSON
event a line (NDJSON), or an array of events. - reads from the standard input.

  --json        prints sessions, findings and reports as JSON
  --junit FILE  writes JUnit XML, too, one test for each session and rule
  --help        this text

Exit code: 0 no breach (advice is none), 1 at least one breach, 2 nothing could be read.`;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function textOf(file: string): Promise<string> {
  if (file !== '-') return readFile(file, 'utf8');
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString('utf8');
}

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean' }, junit: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (!positionals.length) throw new TypeError('Name a recording, or - for the standard input.');
  const judged = [];
  for (const file of positionals) {
    const sessions = await textOf(file)
      .then((source) => judge(readRecording(source)))
      .catch((error: unknown) => {
        throw new RecordingError(`${file}: ${reasonOf(error)}`);
      });
    judged.push(...sessions);
    if (!values.json) console.log(print(file, sessions));
  }
  if (values.json) console.log(JSON.stringify(judged, null, 2));
  if (values.junit !== undefined) await writeFile(values.junit, toJUnit(judged));
  return countOf(judged, 'breach') ? 1 : 0;
}

run().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof TypeError ? `${reasonOf(error)}\n\n${help}` : reasonOf(error));
    process.exitCode = 2;
  },
);
