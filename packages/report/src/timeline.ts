import { follow } from './follow';
import { parseEvent, listOf, text, type ParsedEvent } from './parsed-event';
import { isStall, lengthOf, spentOn, emptySession, type Session } from './session';
import { pass, type Held } from './window';

/** What a stretch of time counts for; `none`: for nothing, such as the time between ads and before the first play. */
export type BandKind = 'content' | 'ad' | 'pause' | 'seek' | 'buffer' | 'stall' | 'none';

/** A stretch of time in which a session did one thing. */
export interface Band {
  readonly kind: BandKind;
  /** UTC epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** The name of the ad. */
  readonly label?: string;
}

/** An ad break, a chapter or a player state, from its start to its end, or to the last event. */
export interface Span {
  readonly kind: 'break' | 'chapter' | 'state';
  readonly label: string;
  readonly from: number;
  readonly to: number;
  /** How it ended; undefined while it is open. */
  readonly end: 'complete' | 'skip' | 'end' | undefined;
}

/** Where the playhead stood at a time, in seconds of the content. */
export interface PlayheadPoint {
  readonly ts: number;
  readonly playhead: number;
}

/** A session as a picture needs it: what it did when. Bands of one kind add up to the metric of that name. */
export interface Timeline {
  readonly from: number;
  readonly to: number;
  /** The length of the content in seconds; undefined when it is not known. */
  readonly length: number | undefined;
  readonly bands: readonly Band[];
  readonly spans: readonly Span[];
  /** The playhead of main content; where it is absent between two points, the line is broken by an ad. */
  readonly playheads: readonly PlayheadPoint[];
}

interface Draft {
  readonly bands: Band[];
  readonly spans: Span[];
  readonly playheads: PlayheadPoint[];
  readonly open: Map<string, Omit<Span, 'to' | 'end'>>;
}

const MIN_SEEK = 1;

const nameOf = (event: ParsedEvent, ...keys: readonly string[]): string =>
  keys.map((key) => text(event.params, key)).find((name) => name !== undefined) ?? '';

/** Adds a stretch, to the one before it where that did the same. */
function addBand({ bands }: Draft, band: Band): void {
  if (band.to <= band.from) return;
  const last = bands.at(-1);
  if (last && last.kind === band.kind && last.label === band.label && last.to === band.from)
    bands[bands.length - 1] = { ...last, to: band.to };
  else bands.push(band);
}

/** What was content turns out to be a stall with the third event that stands still. */
function turnToStall({ bands }: Draft, from: number): void {
  const last = bands.at(-1);
  if (last?.kind !== 'content' || last.to <= from) return;
  bands.pop();
  if (last.from < from) bands.push({ ...last, to: from });
  bands.push({ kind: 'stall', from: Math.max(last.from, from), to: last.to });
}

/** A pause that ends at another place was a seek: the API has no event for it. */
function turnToSeek({ bands }: Draft, before: Session, after: Session): void {
  const last = bands.at(-1);
  const hasMoved = Math.abs(after.playhead - before.playhead) >= MIN_SEEK;
  if (last?.kind === 'pause' && before.player === 'pause' && hasMoved) bands[bands.length - 1] = { ...last, kind: 'seek' };
}

const closes: Readonly<Record<string, readonly [kind: Span['kind'], end: Span['end']]>> = {
  adBreakComplete: ['break', 'end'],
  chapterComplete: ['chapter', 'complete'],
  chapterSkip: ['chapter', 'skip'],
};

function close({ open, spans }: Draft, key: string, to: number, end: Span['end']): void {
  const span = open.get(key);
  if (!span) return;
  open.delete(key);
  spans.push({ ...span, to, end });
}

function addSpans(draft: Draft, event: ParsedEvent, after: Session, at: number): void {
  const start = (key: string, kind: Span['kind'], label: string): void => {
    close(draft, key, at, 'end');
    draft.open.set(key, { kind, label, from: at });
  };
  const state = nameOf(event, 'media.state.name');
  const closed = closes[event.type];
  if (closed) close(draft, closed[0], at, closed[1]);
  else if (event.type === 'stateStart' && !draft.open.has(`state ${state}`)) start(`state ${state}`, 'state', state);
  else if (event.type === 'stateEnd') close(draft, `state ${state}`, at, 'end');
  else if (after.adBreak === event) start('break', 'break', nameOf(event, 'media.ad.podFriendlyName') || 'Ad break');
  else if (after.chapter === event) start('chapter', 'chapter', nameOf(event, 'media.chapter.friendlyName') || 'Chapter');
}

function step(draft: Draft, before: Session, event: ParsedEvent): Session {
  const after = follow(before, event);
  if (after.taken === before.taken) return after;
  const at = after.at ?? event.ts;
  const from = before.at ?? at;
  const kind = spentOn(before) ?? 'none';
  const label = before.ad && kind === 'ad' ? nameOf(before.ad, 'media.ad.name', 'media.ad.id') : undefined;
  addBand(draft, { kind, from, to: at, ...(label !== undefined && { label }) });
  if (isStall(after.standstill)) turnToStall(draft, at - after.standstill.ms);
  if (event.type === 'play') turnToSeek(draft, before, after);
  addSpans(draft, event, after, at);
  // Where the break begins the line ends, so that it reaches the ad.
  if (!after.adBreak || !before.adBreak) draft.playheads.push({ ts: at, playhead: after.playhead });
  return after;
}

/** Computes what a session did when, from its events in the order of their arrival; never throws. */
export function timeline(events: Iterable<unknown>): Timeline {
  const draft: Draft = { bands: [], spans: [], playheads: [], open: new Map() };
  let session = emptySession;
  let held: Held = [];
  let from: number | undefined;
  let place = 0;
  const take = (event: ParsedEvent): void => {
    session = step(draft, session, event);
    from ??= session.at;
  };
  for (const source of listOf(events)) {
    const event = parseEvent(source, place);
    if (!event) continue;
    place++;
    const { passed, held: rest } = pass(held, event);
    held = rest;
    passed.forEach(take);
  }
  held.forEach(take);
  const to = session.at ?? 0;
  for (const key of [...draft.open.keys()]) close(draft, key, to, session.closedBy || session.isComplete ? 'end' : undefined);
  draft.spans.sort((a, b) => a.from - b.from);
  const { bands, spans, playheads } = draft;
  return { from: from ?? 0, to, length: lengthOf(session), bands, spans, playheads };
}
