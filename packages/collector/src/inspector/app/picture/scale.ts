/** A part of the time of a session, in epoch ms. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Turns times into places on the picture and back. */
export interface Scale extends Range {
  readonly left: number;
  readonly width: number;
  x(ts: number): number;
  at(x: number): number;
}

/** Makes the {@link Scale} that shows a range between two places. */
export function createScale({ from, to }: Range, left: number, width: number): Scale {
  const length = Math.max(1, to - from);
  return {
    from,
    to,
    left,
    width,
    x: (ts) => left + ((ts - from) / length) * width,
    at: (x) => from + ((x - left) / width) * length,
  };
}

const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800];

/** Round seconds after a start, so many pixels apart that their labels have room. */
export function ticks(scale: Scale, start: number, room: number): number[] {
  const perPixel = (scale.to - scale.from) / 1_000 / scale.width;
  const step = steps.find((each) => each / perPixel >= room) ?? steps.at(-1)!;
  const first = Math.ceil((scale.from - start) / 1_000 / step - 0.001);
  const last = Math.floor((scale.to - start) / 1_000 / step + 0.001);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}

/** A part of a range around a place in it, within its bounds. */
export function zoom(shown: Range, whole: Range, factor: number, center: number): Range {
  const length = Math.min(whole.to - whole.from, Math.max(1_000, (shown.to - shown.from) * factor));
  const share = (center - shown.from) / Math.max(1, shown.to - shown.from);
  return pan({ from: center - share * length, to: center - share * length + length }, whole, 0);
}

/** The same part further on or back, within the bounds. */
export function pan({ from, to }: Range, whole: Range, ms: number): Range {
  const length = Math.min(to - from, whole.to - whole.from);
  const start = Math.min(Math.max(from + ms, whole.from), whole.to - length);
  return { from: start, to: start + length };
}
