import type { Frame, Seen } from './witness';

/** Seconds that a viewer was really shown content, saw it stand because somebody stopped or moved it, or waited for data. */
export interface Truth {
  readonly content: number;
  readonly pause: number;
  readonly buffer: number;
}

/** Frames further apart than this are not one run of playback. */
const GAP_MS = 200;
/** Content that goes on faster than this, by more than so many seconds, was jumped over. */
const FASTEST = 2.5;
const JUMP = 0.1;
/** So many seconds without a picture are more than the way from an element's clock to its frames. */
const UNSEEN = 0.15;
/** Content that goes on at least so fast was not waited for. */
const STEADY = 0.7;
/** A frame stays for so long (25 a second). */
const FRAME_MS = 40;
/** A run between two seeks that is shorter belongs to the scrub (P-5). */
const SCRUB_MS = 300;
/** A stall right after a seek counts as buffering only when it lasts so long (7.4). */
const STALL_MS = 500;

interface Run {
  readonly from: number;
  readonly to: number;
  /** It began with a jump, not with the end of a pause or of a stall. */
  readonly jumped: boolean;
}

/** Looks between two moments at which the clock of the element had run on. */
const ranBetween = (looks: Seen['looks'], from: number, to: number): { at: Frame; seconds: number }[] =>
  looks.flatMap(([time, , seeking, , second], index) => {
    const [, , , , last] = looks[index - 1] ?? [0, false, false, false, second];
    const seconds = second - last;
    return from < time && time < to && !seeking && seconds > 0 && seconds < JUMP ? [{ at: [time, second], seconds }] : [];
  });

/**
 * Moments at which content was there: its frames, and where none come for a while, what the clock of the element says as long as it
 * runs. There may be no picture at all; and where sound is loaded first, at the start and after a stall, Chromium plays that, and shows
 * the last picture.
 */
function marksOf({ frames, looks }: Seen): readonly Frame[] {
  if (!frames.length) return looks.map(([time, , , , second]) => [time, second]);
  const ends = [-Infinity, ...frames.map(([time]) => time), looks.at(-1)?.[0] ?? -Infinity];
  const unseen = ends.flatMap((to, index): Frame[] => {
    const from = ends[index - 1] ?? to;
    if (!(to - from > GAP_MS)) return [];
    const ran = ranBetween(looks, from, to);
    return ran.reduce((sum, { seconds }) => sum + seconds, 0) > UNSEEN ? ran.map(({ at }) => at) : [];
  });
  return [...frames, ...unseen].sort(([one], [other]) => one - other);
}

/** When content began to go on after its first picture, which may have stood for a while: by the next one, or by the clock. */
function movedBetween(looks: Seen['looks'], [from, shown]: Frame, [to, second]: Frame): number {
  const [first] = ranBetween(looks, from, to);
  const byClock = first ? first.at[0] - first.seconds * 1_000 : Infinity;
  return Math.max(from, Math.min(byClock, to - (second - shown) * 1_000));
}

/** Stretches in which the content went on. */
function runsOf(seen: Seen): Run[] {
  const { frames, looks } = seen;
  const marks = marksOf(seen);
  const runs: { from: number; to: number; jumped: boolean }[] = [];
  const seeks = looks.filter(([, , seeking]) => seeking).map(([time]) => time);
  let last: Frame = [-Infinity, 0];
  for (const mark of marks) {
    const [time, second] = mark;
    const gap = time - last[0];
    // A small jump behind a long gap is as fast as playback at double speed, but the element says that it seeks.
    const sought = seeks.some((seek) => last[0] < seek && seek < time);
    // The clock is a little ahead of the frames.
    const jumped = sought || second < last[1] - JUMP || second - last[1] > JUMP + (FASTEST * gap) / 1_000;
    // Firefox shows the frame of a jump twice, and in old Chromiums the clock stands for some of the looks.
    if (!jumped && second === last[1] && gap <= GAP_MS) continue;
    // Frames that a busy machine dropped were missed, but the content went on.
    const wentOn = second - last[1] > (gap <= GAP_MS ? 0 : (gap / 1_000) * STEADY);
    const run = runs.at(-1);
    if (!jumped && wentOn && run) {
      if (run.to === run.from) run.from = movedBetween(looks, last, mark);
      run.to = time;
    } else runs.push({ from: time, to: time, jumped });
    last = mark;
  }
  const shown = frames.length ? FRAME_MS : 0;
  return runs
    .filter(({ from, to }) => to > from)
    .map((run, index, all) => ({ ...run, to: Math.min(run.to + shown, all[index + 1]?.from ?? Infinity) }));
}

/** Adds up what was shown from the first frame until the content ended or the witness stopped. */
export function judge(seen: Seen): Truth {
  const end = seen.looks.find(([, , , ended]) => ended)?.[0] ?? seen.looks.at(-1)![0];
  const runs = runsOf(seen).filter(
    ({ from, to, jumped }, index, all) => !(jumped && all[index + 1]?.jumped && to - from < SCRUB_MS),
  );
  const truth = { content: 0, pause: 0, buffer: 0 };
  runs.forEach(({ from, to }, index) => {
    const next = runs[index + 1] ?? { from: end, jumped: false };
    const gap = next.from - to;
    const stopped = seen.looks.filter(([time, paused, seeking]) => time >= to && time < next.from && (paused || seeking));
    const waited = stopped.length ? gap - (stopped.at(-1)![0] - stopped[0]![0]) : gap;
    truth.content += to - from;
    if (!stopped.length && !next.jumped) truth[gap > GAP_MS ? 'buffer' : 'content'] += gap;
    else if (waited > STALL_MS && !next.jumped) {
      truth.buffer += waited;
      truth.pause += gap - waited;
    } else truth.pause += gap;
  });
  return { content: truth.content / 1_000, pause: truth.pause / 1_000, buffer: truth.buffer / 1_000 };
}

/** Seconds of content that were shown, whatever lay between. */
export const contentOf = (seen: Seen): number => runsOf(seen).reduce((sum, { from, to }) => sum + to - from, 0) / 1_000;

/** How far a report may be off: 150 ms, or 1 % where that is more; in seconds. */
export const allowed = (truth: number): number => Math.max(0.15, truth / 100);

/** How far a report is off, in milliseconds, with a word where that is more than is allowed for so many sessions. */
export const offBy = (shown: number, reported: number, sessions = 1): string => {
  const ms = Math.round((reported - shown) * 1_000);
  return `${ms > 0 ? '+' : ''}${ms}${Math.abs(reported - shown) > allowed(shown) * sessions ? ' **over**' : ''}`;
};
