import type { Metrics } from './metrics';

/** The metrics that add up over sessions: all that are numbers. */
type Additive = {
  [N in keyof Metrics]-?: NonNullable<Metrics[N]> extends number ? N : never;
}[keyof Metrics];

/**
 * Adobe's calculated metrics for media, which Workspace does not have by itself: numerator and denominator, both summed over sessions
 * (https://experienceleague.adobe.com/en/docs/media-analytics/using/reporting/calculated-metrics).
 */
export const calculatedMetrics: Readonly<Record<string, readonly [numerator: Additive, denominator: Additive]>> = {
  'Avg. ads per media stream': ['adStarts', 'mediaStarts'],
  'Avg. chapters per media stream': ['chapterStarts', 'mediaStarts'],
  'Avg. media time spent': ['mediaTimeSpent', 'mediaStarts'],
  'Avg. content time spent': ['contentTimeSpent', 'contentStarts'],
  'Avg. ad time spent': ['adTimeSpent', 'adStarts'],
  'Avg. chapter time spent': ['chapterTimeSpent', 'chapterStarts'],
  'Media completion rate': ['contentCompletes', 'mediaStarts'],
  'Content completion rate': ['contentCompletes', 'contentStarts'],
  'Ad completion rate': ['adCompletes', 'adStarts'],
  'Chapter completion rate': ['chapterCompletes', 'chapterStarts'],
  'Drop before start rate': ['dropsBeforeStart', 'mediaStarts'],
  'Content pause duration rate': ['totalPauseDuration', 'contentTimeSpent'],
  'Content buffer duration rate': ['totalBufferDuration', 'contentTimeSpent'],
  'Content time-to-start rate': ['timeToStart', 'contentTimeSpent'],
  'Ad time spent rate': ['adTimeSpent', 'contentTimeSpent'],
};

/** What several sessions come to together. */
export interface Summary {
  readonly sessions: number;
  /** Adobe's calculated metrics by name; those whose denominator is 0 are left out. */
  readonly calculated: Readonly<Record<string, number>>;
}

/** Computes Adobe's calculated metrics over the metrics of several sessions. */
export function summarize(sessions: Iterable<{ readonly metrics: Metrics }>): Summary {
  const all = [...sessions];
  const sum = (name: Additive): number => all.reduce((total, { metrics }) => total + (metrics[name] ?? 0), 0);
  const ratios = Object.entries(calculatedMetrics).map(
    ([name, [numerator, denominator]]) => [name, sum(numerator) / sum(denominator)] as const,
  );
  return { sessions: all.length, calculated: Object.fromEntries(ratios.filter(([, ratio]) => Number.isFinite(ratio))) };
}
