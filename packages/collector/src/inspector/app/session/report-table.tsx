import { metricTable, type Metrics } from '@media-collection/report';
import { meanings, metricGroups } from '@media-collection/report/meanings';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { duration } from '../format';

const units: Readonly<Record<string, string>> = { kbps: ' kbit/s', fps: ' fps', share: '' };
const isMetric = (name: string): name is keyof typeof metricTable => Object.hasOwn(metricTable, name);

/** A value as it is read; undefined for nothing. */
export function valueWords(name: keyof Metrics, metrics: Metrics): string | undefined {
  const value = metrics[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') {
    const { unit } = meanings[name];
    if (unit === 'seconds') return duration(value);
    if (unit === 'sessions') return value ? 'yes' : 'no';
    return `${Math.round(value * 1_000) / 1_000}${units[unit] ?? ''}`;
  }
  if (Array.isArray(value)) return value.length ? value.join(', ') : undefined;
  const states = Object.entries(metrics.states).map(([state, { count, time }]) => `${state} ${count} ×, ${duration(time)}`);
  return states.length ? states.join('; ') : undefined;
}

const isNothing = (words: string | undefined): boolean => words === undefined || words === 'no' || /^0( |$)/.test(words);

const nameOf = (name: keyof Metrics): string =>
  name === 'averageBitrateBucket'
    ? 'Average bitrate bucket'
    : name === 'states'
      ? 'Player states'
      : meanings[name].analytics.replace(' (dimension)', '');

function Meaning({ name }: { name: keyof Metrics }): VNode {
  const { analytics, cja, meaning, computation, page, switchedOnBy, disagreement } = meanings[name];
  const [, contextData, xdm] = isMetric(name) ? metricTable[name] : ['', 'states.….set, .count, .time', 'states[]'];
  const switchWords = switchedOnBy === 'processing rule' ? 'a processing rule that you write' : switchedOnBy;
  return (
    <div class="meaning">
      <p>{meaning}</p>
      <p>{computation}</p>
      <dl>
        <dt>Adobe Analytics</dt>
        <dd>
          {analytics}
          {contextData && <code>a.media.{contextData}</code>}
        </dd>
        <dt>CJA</dt>
        <dd>
          {cja} <code>mediaReporting.{xdm}</code>
        </dd>
        <dt>Switched on by</dt>
        <dd>{switchWords}</dd>
        {disagreement && (
          <>
            <dt>Adobe’s pages disagree</dt>
            <dd>
              <q>{disagreement.one}</q> <q>{disagreement.other}</q> Reported here: {disagreement.choice}
            </dd>
          </>
        )}
      </dl>
      {page && (
        <p>
          <a href={page} target="_blank" rel="noreferrer">
            Adobe’s page
          </a>
        </p>
      )}
    </div>
  );
}

/** What Adobe will report, by Adobe's names; each metric opens to what it means. With `other`, two sessions side by side. */
export function ReportTable({
  metrics,
  other,
  titles,
}: {
  metrics: Metrics;
  other?: Metrics | undefined;
  titles?: readonly [string, string];
}): VNode {
  const [isWhole, setWhole] = useState(false);
  const groups = Object.entries(metricGroups).map(([group, names]) => {
    const rows = names.map((name) => ({ name, words: valueWords(name, metrics), others: other && valueWords(name, other) }));
    return [group, isWhole ? rows : rows.filter(({ words, others }) => !isNothing(words) || !isNothing(others ?? 'no'))] as const;
  });
  return (
    <section class="report" aria-label="Report">
      <header>
        <h3>What Adobe will report</h3>
        <label>
          <input type="checkbox" checked={isWhole} onChange={() => setWhole(!isWhole)} /> all metrics
        </label>
      </header>
      {titles && other && (
        <div class="titles" aria-hidden="true">
          <span>{titles[0]}</span>
          <span>{titles[1]}</span>
        </div>
      )}
      {groups.map(
        ([group, rows]) =>
          rows.length > 0 && (
            <div key={group} class="group">
              <h4>{group}</h4>
              {rows.map(({ name, words, others }) => (
                <details key={name} class={other && words !== others ? 'metric differs' : 'metric'}>
                  <summary>
                    <span class="name">{nameOf(name)}</span>
                    <span class={isNothing(words) ? 'value nothing' : 'value'}>{words ?? '–'}</span>
                    {other && <span class={isNothing(others) ? 'value nothing' : 'value'}>{others ?? '–'}</span>}
                  </summary>
                  <Meaning name={name} />
                </details>
              ))}
            </div>
          ),
      )}
    </section>
  );
}
