import type { Band, PlayheadPoint, Span } from '@media-collection/report/timeline';
import type { VNode } from 'preact';
import { clock } from '../format';
import { ticks, type Scale } from './scale';
import { bars, thinLine } from './thin';
import { bandWords, kinds, shorts, spanWords } from './words';

/** Letters that fit into so many pixels. */
const fits = (words: string, width: number): boolean => words.length * 6.4 + 10 <= width;

/** The axis of time, from the start of the session. */
export function Axis({ scale, start, height }: { scale: Scale; start: number; height: number }): VNode {
  return (
    <g class="axis" aria-hidden="true">
      {ticks(scale, start, 74).map((second) => {
        const x = Math.round(scale.x(start + second * 1_000)) + 0.5;
        return (
          <g key={second}>
            <line x1={x} x2={x} y1={20} y2={height} />
            <text x={x} y={13} text-anchor={x < scale.left + 12 ? 'start' : x > scale.left + scale.width - 12 ? 'end' : 'middle'}>
              {clock(second)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** What the viewer saw: one band after the other. */
export function Bands({
  bands,
  scale,
  start,
  y,
  height,
}: {
  bands: readonly Band[];
  scale: Scale;
  start: number;
  y: number;
  height: number;
}): VNode {
  return (
    <g role="list" aria-label="What the viewer saw">
      {bars(bands, scale).map(({ band, x, width, count }) => {
        const words = count > 1 ? `${count} short stretches, mostly ${kinds[band.kind]}` : bandWords(band, start);
        const name = band.kind === 'ad' && band.label ? band.label : kinds[band.kind];
        const seconds = `${((band.to - band.from) / 1_000).toFixed(1)} s`;
        const label = [
          `${name} ${seconds}`,
          name,
          `${kinds[band.kind]} ${seconds}`,
          kinds[band.kind],
          shorts[band.kind] ?? kinds[band.kind],
        ].find((each) => band.kind !== 'none' && fits(each, width));
        return (
          <g key={`${band.from} ${x}`} role="listitem" aria-label={words} class={`band ${band.kind}`}>
            <title>{words}</title>
            <rect x={x} y={y} width={Math.max(width, 1)} height={height} rx={Math.min(3, width / 4)} />
            {label && (
              <text x={x + width / 2} y={y + height / 2} aria-hidden="true">
                {label}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

/** Chapters, or the stretches of one player state. */
export function Spans({
  spans,
  scale,
  start,
  y,
  height,
  label,
  isLabelled,
}: {
  spans: readonly Span[];
  scale: Scale;
  start: number;
  y: number;
  height: number;
  label: string;
  /** Whether each span bears its name, because the lane has none beside it. */
  isLabelled: boolean;
}): VNode {
  return (
    <g role="list" aria-label={label}>
      {spans.map((span, index) => {
        const x = Math.max(scale.left, scale.x(span.from));
        const right = Math.min(scale.left + scale.width, scale.x(span.to));
        if (right < scale.left || x > scale.left + scale.width) return null;
        const width = Math.max(2, right - x);
        return (
          <g key={index} role="listitem" aria-label={spanWords(span, start)} class={`span ${span.kind} ${span.end ?? 'open'}`}>
            <title>{spanWords(span, start)}</title>
            <rect x={x + 0.5} y={y} width={Math.max(1, width - 1)} height={height} rx={3} />
            {(isLabelled || span.kind === 'chapter') && fits(span.label, width) && (
              <text x={x + 7} y={y + height / 2} aria-hidden="true">
                {span.label}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

const MARKS = [10, 25, 50, 75, 95];

/** The playhead over time, with the marks at which Adobe reports progress. */
export function Playhead({
  points,
  bands,
  length,
  scale,
  y,
  height,
}: {
  points: readonly PlayheadPoint[];
  bands: readonly Band[];
  length: number | undefined;
  scale: Scale;
  y: number;
  height: number;
}): VNode {
  const heads = points.map(({ playhead }) => playhead);
  const [lowest, highest] = heads.reduce(
    ([low, high], head) => [Math.min(low, head), Math.max(high, head)],
    [Infinity, -Infinity],
  );
  // Of live content the playhead is the second of the day, so the whole length would be a flat line.
  const isPart = length === undefined || length >= 86_400 || highest > length;
  const from = isPart ? Math.max(0, lowest - 1) : 0;
  const to = Math.max(from + 1, isPart ? highest + 1 : length);
  const at = (playhead: number): number => y + height - ((playhead - from) / (to - from)) * height;
  const shown = thinLine(points, scale);
  // The line breaks where an ad lies between two points.
  const ads = bands.filter(({ kind }) => kind === 'ad');
  const segment = (index: number, isJump: boolean): string => {
    const [before, point] = [shown[index - 1], shown[index]!];
    const here = `${scale.x(point.ts).toFixed(1)} ${at(point.playhead).toFixed(1)}`;
    if (!before || ads.some((ad) => ad.from >= before.ts && ad.to <= point.ts)) return `M${here}`;
    // Faster than any player plays: a seek.
    const jumps = Math.abs(point.playhead - before.playhead) > ((point.ts - before.ts) / 1_000) * 4 + 1;
    return `${jumps === isJump ? 'L' : 'M'}${here}`;
  };
  const pathOf = (isJump: boolean): string => shown.map((_, index) => segment(index, isJump)).join('');
  const reached = length !== undefined && !isPart ? Math.floor((highest / length) * 100) : undefined;
  const words = reached === undefined ? 'Playhead of the content' : `Playhead of the content, up to ${reached} % of its length`;
  return (
    <g role="img" aria-label={words} class="playhead">
      {!isPart &&
        MARKS.map((share) => {
          const line = Math.round(at((length * share) / 100)) + 0.5;
          return (
            <g key={share} class={reached !== undefined && reached >= share ? 'mark reached' : 'mark'}>
              <line x1={scale.left} x2={scale.left + scale.width} y1={line} y2={line} />
              <text x={scale.left + scale.width + 5} y={line}>
                {share}
              </text>
            </g>
          );
        })}
      <line class="ground" x1={scale.left} x2={scale.left + scale.width} y1={y + height + 0.5} y2={y + height + 0.5} />
      {shown.length > 0 && <path class="jump" d={pathOf(true)} />}
      {shown.length > 0 && <path d={pathOf(false)} />}
    </g>
  );
}
