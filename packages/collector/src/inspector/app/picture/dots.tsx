import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Finding, MediaEvent } from '../data/model';
import { clock, counted } from '../format';
import type { Scale } from './scale';
import { dots } from './thin';

const families: readonly (readonly [RegExp, string])[] = [
  [/^session/, 'session'],
  [/^(play|ping)$/, 'content'],
  [/^ad/, 'ad'],
  [/^pause/, 'pause'],
  [/^buffer/, 'buffer'],
  [/^chapter/, 'chapter'],
  [/^state/, 'state'],
  [/^error/, 'error'],
];

/** The group of an event type, which has a color. */
export const familyOf = (type: string): string => families.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';

/** A dot for each call; one that stands for several is larger, one with a breach has a ring and a mark. */
export function Dots({
  events,
  severityOf,
  scale,
  start,
  y,
  selected,
  onSelect,
}: {
  events: readonly MediaEvent[];
  severityOf: (event: MediaEvent) => Finding['severity'] | undefined;
  scale: Scale;
  start: number;
  y: number;
  selected: number | undefined;
  onSelect: (index: number) => void;
}): VNode {
  const found = dots(events, severityOf, scale, 7);
  const current = found.findIndex(({ first, last }) => selected !== undefined && first <= selected && selected <= last);
  const focusable = Math.max(0, current);
  const group = useRef<SVGGElement>(null);
  const hadFocus = useRef(false);
  // The focus stays with the selected dot, also when a zoom removes the one that had it.
  if (group.current?.contains(document.activeElement)) hadFocus.current = true;
  useLayoutEffect(() => {
    const dot = group.current?.querySelector<SVGGElement>('[tabindex="0"]');
    if (hadFocus.current && dot && dot !== document.activeElement) dot.focus();
    hadFocus.current = false;
  });
  return (
    <g
      ref={group}
      role="group"
      aria-label={`${counted(events.length, 'call', 'calls')}; arrow keys go from one to the next`}
      class="dots"
    >
      <line class="ground" x1={scale.left} x2={scale.left + scale.width} y1={y} y2={y} aria-hidden="true" />
      {found.map(({ x, first, last, type, severity }, index) => {
        const count = last - first + 1;
        const time = clock((events[first]!.playerTime.ts - start) / 1_000);
        const words = `${count > 1 ? `${count} calls, the first ${events[first]!.eventType}` : type} at ${time}${severity ? `, ${severity}` : ''}`;
        const isQuiet = type === 'ping' && !severity;
        const radius = count > 1 ? 5 : isQuiet ? 2.5 : 4.5;
        const select = (): void => onSelect(first);
        return (
          <g
            key={first}
            role="button"
            tabindex={index === focusable ? 0 : -1}
            aria-label={words}
            aria-pressed={index === current}
            class={`dot ${familyOf(type)} ${isQuiet ? 'quiet' : ''} ${severity ?? ''} ${index === current ? 'selected' : ''}`}
            onClick={select}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              select();
            }}
          >
            <title>{words}</title>
            <rect class="target" x={x - 6} y={y - 16} width={12} height={32} />
            <circle cx={x} cy={y} r={radius} />
            {severity && <path class="flag" d={`M${x - 4.5} ${y + 17}l4.5 -8l4.5 8z`} />}
          </g>
        );
      })}
    </g>
  );
}
