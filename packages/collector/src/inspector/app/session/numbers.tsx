import type { Metrics } from '@media-collection/report';
import { meanings } from '@media-collection/report/meanings';
import type { VNode } from 'preact';
import type { SessionData } from '../data/model';
import { clock } from '../format';

interface Fact {
  readonly label: string;
  readonly metric: keyof Metrics;
  write(data: SessionData): string;
  /** What is said beside it, smaller. */
  more?(data: SessionData): string | false;
}

const isLeft = ({ metrics }: SessionData['report']): number => metrics.adStarts - metrics.adCompletes;
const progress = ({ progress95, progress75, progress50, progress25, progress10 }: Metrics): string => {
  const reached = [progress95 && 95, progress75 && 75, progress50 && 50, progress25 && 25, progress10 && 10].find(Boolean);
  return reached ? `${reached} %` : '–';
};

const facts: readonly Fact[] = [
  { label: 'Content time', metric: 'contentTimeSpent', write: ({ report }) => clock(report.metrics.contentTimeSpent) },
  {
    label: 'Progress',
    metric: 'progress95',
    write: ({ report }) => (report.metrics.contentCompletes ? 'complete' : progress(report.metrics)),
  },
  {
    label: 'Time to start',
    metric: 'timeToStart',
    write: ({ report }) => (report.metrics.timeToStart === undefined ? '–' : `${report.metrics.timeToStart.toFixed(2)} s`),
  },
  {
    label: 'Ads',
    metric: 'adStarts',
    write: ({ report }) => String(report.metrics.adStarts),
    more: ({ report }) => isLeft(report) > 0 && `${isLeft(report)} cut short`,
  },
  {
    label: 'Buffering',
    metric: 'totalBufferDuration',
    write: ({ report }) => clock(report.metrics.totalBufferDuration),
    more: ({ report }) => report.metrics.bufferEvents > 0 && `${report.metrics.bufferEvents} ×`,
  },
  {
    label: 'Paused, seeking',
    metric: 'totalPauseDuration',
    write: ({ report }) => clock(report.metrics.totalPauseDuration),
    more: ({ report }) => report.metrics.pauseEvents > 0 && `${report.metrics.pauseEvents} ×`,
  },
  { label: 'Errors', metric: 'errors', write: ({ report }) => String(report.metrics.errors) },
  { label: 'Refused', metric: 'mediaStarts', write: ({ head }) => String(head.refusedCount) },
];

/** The numbers that one looks for first. */
export function Numbers({ data }: { data: SessionData }): VNode {
  return (
    <dl class="numbers">
      {facts.map((fact) => {
        const { label, metric } = fact;
        const isBad = (label === 'Refused' || label === 'Errors') && fact.write(data) !== '0';
        return (
          <div key={label} title={label === 'Refused' ? 'Calls that the collector refused' : meanings[metric].meaning}>
            <dt>{label}</dt>
            <dd class={isBad ? 'bad' : ''}>
              {fact.write(data)} {fact.more?.(data) && <small>{fact.more(data)}</small>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
