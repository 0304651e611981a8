import { element } from '/page/row.js';

const unknown = 'unknown';
const seconds = (value) => (value === undefined ? unknown : `${value.toFixed(1)} s`);

/** What of a session's metrics is shown, and how it is written. */
const facts = {
  Content: ({ contentTimeSpent }) => seconds(contentTimeSpent),
  Paused: ({ totalPauseDuration }) => seconds(totalPauseDuration),
  Buffering: ({ totalBufferDuration }) => seconds(totalBufferDuration),
  Ads: ({ adCount }) => String(adCount),
  'Started in': ({ timeToStart }) => seconds(timeToStart),
  Bitrate: ({ averageBitrate }) => (averageBitrate === undefined ? unknown : String(Math.round(averageBitrate))),
  Complete: ({ contentCompletes }) => (contentCompletes ? 'yes' : 'no'),
};

const counted = (count, one, many) => (count === 0 ? `no ${one}` : `${count} ${count === 1 ? one : many}`);

function fill(list, found) {
  list.hidden = found.length === 0;
  list.replaceChildren(
    ...found.map(({ rule, message }) => {
      const item = element('li');
      item.append(element('code', '', rule), ' ', element('span', '', message));
      return item;
    }),
  );
}

function listOf(className, label) {
  const list = element('ul', className);
  list.setAttribute('role', 'list');
  list.ariaLabel = label;
  return list;
}

/**
 * Makes the elements that show what the collector reports of a session: `metrics`, and `findings`, one line that opens to what is wrong.
 * `show` fills them without moving anything around them; it answers the breaches that are new since it was last called.
 */
export function createReportView(name) {
  const metrics = element('dl', 'metrics');
  metrics.ariaLabel = `Report of ${name}`;
  const values = Object.fromEntries(
    [...Object.keys(facts), 'Breaches'].map((label) => {
      const [cell, value] = [element('div'), element('dd', '', '–')];
      cell.append(element('dt', '', label), value);
      metrics.append(cell);
      return [label, value];
    }),
  );

  const findings = element('div', 'findings');
  const none = element('p', '', 'No breach.');
  const some = element('details');
  const [summary, breachList, adviceTitle, adviceList] = [
    element('summary'),
    listOf('breaches', 'Breaches'),
    element('p', 'title', 'Advice'),
    listOf('advice', 'Advice'),
  ];
  some.hidden = true;
  some.append(summary, breachList, adviceTitle, adviceList);
  findings.append(none, some);

  let shown = '[]';
  let known;

  function showFindings(found) {
    // What stands there is left alone, for somebody may be reading it.
    const now = JSON.stringify(found.map(({ rule, message }) => [rule, message]));
    if (now === shown) return;
    shown = now;
    const [breaches, advice] = ['breach', 'advice'].map((wanted) => found.filter(({ severity }) => severity === wanted));
    const words = [counted(breaches.length, 'breach', 'breaches'), ...(advice.length ? [`${advice.length} advice`] : [])].join(
      ', ',
    );
    const [{ rule, message } = {}] = [...breaches.slice(-1), ...advice.slice(-1)];
    summary.replaceChildren(
      element('strong', '', words[0].toUpperCase() + words.slice(1)),
      element('span', 'latest', ` ${rule}: ${message}`),
    );
    findings.classList.toggle('broken', breaches.length > 0);
    none.hidden = found.length > 0;
    some.hidden = found.length === 0;
    fill(breachList, breaches);
    fill(adviceList, advice);
    adviceTitle.hidden = advice.length === 0;
  }

  return {
    metrics,
    findings,
    show({ report, breaches: found }) {
      for (const [label, write] of Object.entries(facts)) {
        const words = write(report.metrics);
        values[label].textContent = words;
        values[label].classList.toggle('unknown', words === unknown);
      }
      const breaches = found.filter(({ severity }) => severity === 'breach');
      values.Breaches.textContent = String(breaches.length);
      values.Breaches.classList.toggle('broken', breaches.length > 0);
      showFindings(found);
      const news = known === undefined ? [] : breaches.slice(known);
      known = breaches.length;
      return news;
    },
  };
}
