import type { Band, PlayheadPoint } from '@media-collection/report/timeline';
import type { Finding, MediaEvent } from '../data/model';
import type { Scale } from './scale';

/** Events that stand so close that they are one dot. */
export interface Dot {
  readonly x: number;
  /** Places in the list of events. */
  readonly first: number;
  readonly last: number;
  /** What decides its color: what is rarest among its events. */
  readonly type: string;
  readonly severity: Finding['severity'] | undefined;
}

const rarity = [
  'error',
  'sessionStart',
  'sessionEnd',
  'sessionComplete',
  'ad',
  'chapter',
  'bufferStart',
  'pauseStart',
  'state',
  'bitrateChange',
  'play',
  'ping',
];
const rank = (type: string): number => {
  const found = rarity.findIndex((prefix) => type.startsWith(prefix));
  return found < 0 ? rarity.length : found;
};

/** At most one dot every `gap` pixels, however many events there are. */
export function dots(
  events: readonly MediaEvent[],
  severityOf: (event: MediaEvent) => Finding['severity'] | undefined,
  scale: Scale,
  gap: number,
): Dot[] {
  const found: Dot[] = [];
  const right = scale.left + scale.width;
  events.forEach((event, index) => {
    const x = scale.x(event.playerTime.ts);
    if (x < scale.left - 1 || x > right + 1) return;
    const severity = severityOf(event);
    const before = found.at(-1);
    if (!before || x - before.x >= gap) {
      found.push({ x, first: index, last: index, type: event.eventType, severity });
      return;
    }
    found[found.length - 1] = {
      ...before,
      last: index,
      type: rank(event.eventType) < rank(before.type) ? event.eventType : before.type,
      severity: before.severity === 'breach' ? 'breach' : (severity ?? before.severity),
    };
  });
  return found;
}

/** A band as it is drawn. */
export interface Bar {
  readonly band: Band;
  readonly x: number;
  readonly width: number;
  /** How many bands it stands for: those that are too narrow to be seen are drawn as one. */
  readonly count: number;
}

/** The bands that can be seen; those narrower than a pixel are drawn with their neighbour, in the color of the longest. */
export function bars(bands: readonly Band[], scale: Scale): Bar[] {
  const found: Bar[] = [];
  for (const band of bands) {
    if (band.to < scale.from || band.from > scale.to) continue;
    const x = scale.x(Math.max(band.from, scale.from));
    const width = scale.x(Math.min(band.to, scale.to)) - x;
    const before = found.at(-1);
    if (before && width < 1 && before.width < 3 && x - before.x < 3) {
      const longest = band.to - band.from > before.band.to - before.band.from ? band : before.band;
      found[found.length - 1] = { band: longest, x: before.x, width: x + width - before.x, count: before.count + 1 };
    } else found.push({ band, x, width, count: 1 });
  }
  return found;
}

/** The points of a line that can be distinguished: of each pixel the first, the lowest, the highest and the last. */
export function thinLine(points: readonly PlayheadPoint[], scale: Scale): PlayheadPoint[] {
  if (points.length < scale.width * 2) return [...points];
  const columns = new Map<number, PlayheadPoint[]>();
  for (const point of points) {
    const column = Math.round(scale.x(point.ts));
    const kept = columns.get(column);
    if (!kept) columns.set(column, [point]);
    else if (kept.length < 4) kept.push(point);
    else kept[3] = point;
  }
  return [...columns.values()].flat();
}
