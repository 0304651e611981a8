import { timeline, type Span, type Timeline } from '@media-collection/report/timeline';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SessionData } from '../data/model';
import { counted, duration } from '../format';
import { useWidth } from '../use-width';
import { Dots } from './dots';
import { Axis, Bands, Playhead, Spans } from './lanes';
import { createScale, pan, zoom, type Range } from './scale';
import { severities } from './severities';
import { kinds } from './words';

/** What a session looks like from far: for who cannot see the picture. */
function summaryOf({ bands, from, to }: Timeline): string {
  const sums = new Map<string, number>();
  for (const band of bands) sums.set(kinds[band.kind], (sums.get(kinds[band.kind]) ?? 0) + band.to - band.from);
  const parts = [...sums].map(([kind, ms]) => `${kind} ${duration(ms / 1_000)}`);
  return `A session of ${duration((to - from) / 1_000)}: ${parts.join(', ') || 'nothing yet'}.`;
}

interface Lane {
  readonly label: string;
  readonly spans: readonly Span[];
  readonly y: number;
}

/** Chapters in one lane, each player state in a lane of its own. */
function lanesOf(spans: readonly Span[], from: number): Lane[] {
  const groups = new Map<string, Span[]>();
  for (const span of spans) {
    if (span.kind === 'break') continue;
    const label = span.kind === 'chapter' ? 'chapters' : span.label;
    groups.set(label, [...(groups.get(label) ?? []), span]);
  }
  const sorted = [...groups].sort(([a], [b]) => Number(b === 'chapters') - Number(a === 'chapters'));
  return sorted.map(([label, members], index) => ({ label, spans: members, y: from + index * 22 }));
}

const BANDS = { y: 26, height: 34 };
const PLAYHEAD = 92;

/** The picture of a session: what the viewer saw, chapters and states, the playhead, and every call. */
export function Picture({
  data,
  selected,
  onSelect,
  span,
  label,
}: {
  data: SessionData;
  selected: number | undefined;
  onSelect: (index: number) => void;
  /** How long the picture is at least, in ms, so that two of them can be compared. */
  span?: number | undefined;
  label: string;
}): VNode {
  const { events, findings } = data;
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame, 900);
  const line = useMemo(() => timeline(events), [events]);
  const severityOf = useMemo(() => severities(findings), [findings]);
  const whole: Range = { from: line.from, to: Math.max(line.to, line.from + Math.max(1_000, span ?? 0)) };
  const [part, setPart] = useState<Range | undefined>(undefined);
  const shown = part ? pan(part, whole, 0) : whole;
  const isZoomed = shown.to - shown.from < whole.to - whole.from;
  const isNarrow = width < 560;
  const left = isNarrow ? 8 : 86;
  const scale = createScale(shown, left, Math.max(50, width - left - 30));
  const lanes = lanesOf(line.spans, BANDS.y + BANDS.height + (isNarrow ? 20 : 10));
  const lanesEnd = lanes.length ? lanes.at(-1)!.y + 16 : BANDS.y + BANDS.height;
  const playheadTop = lanesEnd + (isNarrow ? 26 : 18);
  const dotsTop = playheadTop + PLAYHEAD + (isNarrow ? 38 : 26);
  const height = dotsTop + 26;
  const chosen = selected === undefined ? undefined : events[selected]?.playerTime.ts;
  const middle = (shown.from + shown.to) / 2;
  /** Keys and buttons zoom into the selected call, where it is in view. */
  const center = chosen !== undefined && chosen >= shown.from && chosen <= shown.to ? chosen : middle;
  const change = (factor: number, at = center): void => {
    const next = zoom(shown, whole, factor, at);
    setPart(next.to - next.from >= whole.to - whole.from ? undefined : next);
  };

  /** Goes to another call, and shows the part in which it lies. */
  function go(step: number): void {
    if (!events.length) return;
    const index = Math.min(events.length - 1, Math.max(0, (selected ?? (step > 0 ? -1 : events.length)) + step));
    onSelect(index);
    const { ts } = events[index]!.playerTime;
    if (ts < shown.from || ts > shown.to) setPart(pan(shown, whole, ts - middle));
  }
  const keys: Readonly<Record<string, () => void>> = {
    ArrowRight: () => go(1),
    ArrowLeft: () => go(-1),
    Home: () => go(-events.length),
    End: () => go(events.length),
    '+': () => change(0.5),
    '=': () => change(0.5),
    '-': () => change(2),
    '0': () => setPart(undefined),
  };

  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const wheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) {
        const place = scale.at(event.clientX - element.getBoundingClientRect().left);
        change(Math.exp(event.deltaY * 0.005), place);
      } else if (isZoomed) setPart(pan(shown, whole, (event.deltaX / scale.width) * (shown.to - shown.from)));
    };
    // Passive listeners cannot keep the page from being zoomed.
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  });

  const title = (words: string, y: number): VNode => (
    <text class="lane" x={isNarrow ? left : 0} y={y}>
      {words}
    </text>
  );

  return (
    <figure
      class="picture"
      aria-label={label}
      onKeyDown={(event) => {
        const act = keys[event.key];
        if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        act();
      }}
    >
      <figcaption class="unseen">{summaryOf(line)}</figcaption>
      <div class="zoom" role="group" aria-label="Zoom">
        <button type="button" onClick={() => change(0.5)} aria-label="Zoom in" title="Zoom in (+)">
          +
        </button>
        <button type="button" onClick={() => change(2)} disabled={!isZoomed} aria-label="Zoom out" title="Zoom out (-)">
          −
        </button>
        <button
          type="button"
          onClick={() => setPart(pan(shown, whole, -(shown.to - shown.from) / 2))}
          disabled={!isZoomed}
          aria-label="Earlier"
        >
          ‹
        </button>
        <button
          type="button"
          onClick={() => setPart(pan(shown, whole, (shown.to - shown.from) / 2))}
          disabled={!isZoomed}
          aria-label="Later"
        >
          ›
        </button>
      </div>
      <div ref={frame} class="canvas">
        <svg
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="group"
          aria-label={`Picture of ${counted(events.length, 'call', 'calls')}`}
        >
          <Hatches />
          <Axis scale={scale} start={line.from} height={dotsTop + 10} />
          {!isNarrow && title('viewing', BANDS.y + BANDS.height / 2)}
          <Bands bands={line.bands} scale={scale} start={line.from} {...BANDS} />
          {lanes.map((lane) => (
            <g key={lane.label}>
              {!isNarrow && title(lane.label, lane.y + 8)}
              <Spans
                spans={lane.spans}
                scale={scale}
                start={line.from}
                y={lane.y}
                height={16}
                label={lane.label}
                isLabelled={isNarrow}
              />
            </g>
          ))}
          {title('playhead', isNarrow ? playheadTop - 10 : playheadTop + 8)}
          <Playhead
            points={line.playheads}
            bands={line.bands}
            length={line.length}
            scale={scale}
            y={playheadTop}
            height={PLAYHEAD}
          />
          {title('calls', isNarrow ? dotsTop - 22 : dotsTop)}
          <Dots
            events={events}
            severityOf={severityOf}
            scale={scale}
            start={line.from}
            y={dotsTop}
            selected={selected}
            onSelect={onSelect}
          />
        </svg>
      </div>
      <Legend kindsShown={[...new Set(line.bands.map(({ kind }) => kind))]} />
    </figure>
  );
}

/** What color alone must not show. */
function Hatches(): VNode {
  return (
    <defs>
      <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="3" height="6" class="hatch" />
      </pattern>
    </defs>
  );
}

function Legend({ kindsShown }: { kindsShown: readonly (keyof typeof kinds)[] }): VNode {
  return (
    <ul class="legend" aria-hidden="true">
      {(Object.keys(kinds) as (keyof typeof kinds)[])
        .filter((kind) => kindsShown.includes(kind))
        .map((kind) => (
          <li key={kind}>
            <i class={kind} />
            {kinds[kind]}
          </li>
        ))}
    </ul>
  );
}
