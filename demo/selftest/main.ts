import { isOld } from './is-old';
import '../../packages/core/src/legacy/builtins';
import type { MediaEvent } from '@media-collection/core';
import { scenarios } from '../../test/players/scenarios/scenarios';
import { acted, ways, type Way } from './acted';
import { writeCode, type Outcome } from './code';
import { engineName } from './engine-name';
import { judgeFailure, judgePerformance, type Verdict } from './judge';
import type { Part, Performance } from './stage';

/** A scenario that takes longer than this hangs; the longest takes 20 s. */
const PATIENCE_MS = 60_000;
/** So long what was made may take to the collector. */
const ARRIVAL_MS = 15_000;

const byId = (id: string): HTMLElement => document.getElementById(id)!;
const { run, endpoint } = document.body.dataset as { run: string; endpoint: string };
const name = engineName(navigator.userAgent);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const post = (path: string): Promise<unknown> => fetch(`/selftest/${path}`, { method: 'POST' });

const isThere = ({ player, isNative }: Way): boolean => {
  if (isNative) return document.createElement('video').canPlayType('application/vnd.apple.mpegurl') !== '';
  const { MediaSource, ManagedMediaSource } = window as unknown as Record<string, unknown>;
  return player === 'html5' || !!(MediaSource ?? ManagedMediaSource);
};

/** Rejects when it takes too long. */
const within = <T>(ms: number, promise: Promise<T>): Promise<T> =>
  Promise.race([promise, pause(ms).then(() => Promise.reject(new Error(`it did not end within ${ms / 1_000} s`)))]);

/** A page of its own for each scenario, in a frame of this one. */
async function openStage({ player }: Way): Promise<Window> {
  const frame = document.createElement('iframe');
  frame.title = 'The video of the test';
  frame.allow = 'autoplay';
  const ready = new Promise<void>((resolve) =>
    window.addEventListener('message', function listen({ source, data }) {
      if (source !== frame.contentWindow || data !== 'ready') return;
      window.removeEventListener('message', listen);
      resolve();
    }),
  );
  frame.src = `/selftest/stage?player=${player}${isOld ? '&old' : ''}`;
  const place = byId('stage');
  while (place.firstChild) place.firstChild.remove();
  place.append(frame);
  await within(PATIENCE_MS, ready);
  return frame.contentWindow!;
}

/** Waits until the collector has all that was made. */
async function received(id: string, count: number): Promise<readonly (readonly MediaEvent[])[]> {
  const end = Date.now() + ARRIVAL_MS;
  for (;;) {
    const sessions = (await (await fetch(`/selftest/sessions/${id}`)).json()) as MediaEvent[][];
    if (sessions.reduce((sum, events) => sum + events.length, 0) >= count || Date.now() > end) return sessions;
    await pause(250);
  }
}

let library = '';

async function act(scenario: string, way: Way, id: string): Promise<Verdict> {
  const { player, isNative } = way;
  const stage = await openStage(way);
  const { dry } = scenarios[scenario]!;
  if (dry !== undefined) await post(`hold/${id}?from=${dry}&kind=${player === 'html5' && !isNative ? 'file' : 'segments'}`);
  const part: Part = { name: scenario, player, isNative, id, media: `/selftest/media/${id}`, endpoint };
  const performance: Performance = await within(PATIENCE_MS, stage.actScenario!(part));
  const sessions = await received(id, performance.made.length);
  const version = (sessions[0]?.[0]?.params as Record<string, unknown> | undefined)?.['media.libraryVersion'];
  if (typeof version === 'string') library = version.replace('media-collection-', '');
  return judgePerformance(scenario, way, name, performance, sessions);
}

const labels: Readonly<Record<Outcome, string>> = {
  p: 'passed',
  t: 'passed, but a time is off',
  d: 'different, as is known of this engine',
  f: 'failed',
  '-': 'not there',
};

function addRow(list: HTMLElement, title: string): (verdict: Verdict) => void {
  const item = document.createElement('li');
  item.textContent = `${title}: running…`;
  list.append(item);
  return ({ outcome, note }) => {
    item.className = `outcome-${outcome}`;
    item.textContent = `${title}: `;
    const label = document.createElement('strong');
    label.textContent = labels[outcome];
    item.append(label, note ? `. ${note}` : '.');
  };
}

function addList({ title }: Way): HTMLElement {
  const heading = document.createElement('h2');
  heading.textContent = title;
  const list = document.createElement('ol');
  byId('results').append(heading, list);
  return list;
}

async function runAll(): Promise<void> {
  const names = Object.keys(acted);
  const outcomes: Record<string, Outcome[]> = {};
  let done = 0;
  for (const way of ways) {
    const list = addList(way);
    const mine: Outcome[] = (outcomes[way.letter] = []);
    for (const scenario of names) {
      done += 1;
      byId('progress').textContent = `Test ${done} of ${names.length * ways.length}: ${acted[scenario]}.`;
      const settle = addRow(list, acted[scenario]!);
      const verdict: Verdict = isThere(way)
        ? await act(scenario, way, `${run}-${done}`).catch((error: unknown) => judgeFailure(scenario, way, name, error))
        : { outcome: '-', note: 'This browser cannot play that.' };
      mine.push(verdict.outcome);
      settle(verdict);
    }
  }
  const code = writeCode({ ...name, library, outcomes });
  const bad = Object.values(outcomes)
    .flat()
    .filter((outcome) => outcome === 'f' || outcome === 't').length;
  byId('progress').textContent = bad ? `Done: ${bad} of ${done} not as they should be.` : 'Done: all as it should be.';
  byId('code').textContent = code;
  byId('send').hidden = false;
  while (byId('stage').firstChild) byId('stage').firstChild!.remove();
  await fetch('/selftest/result', { method: 'POST', body: code }).catch(() => undefined);
}

byId('engine').textContent = [name.engine, name.device].filter(Boolean).join(', ');
const button = byId('begin') as HTMLButtonElement;
button.disabled = false;
// A remote control has no pointer.
button.focus();
button.addEventListener('click', () => {
  button.disabled = true;
  void runAll();
});
