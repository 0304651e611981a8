import type { VNode } from 'preact';
import type { SessionData } from '../data/model';
import { clock, counted } from '../format';

const MOST = 200;

/** What is wrong: breaches, advice, and what the collector refused. A click shows the call. */
export function Findings({
  data: { head, findings, refused, events },
  onFind,
}: {
  data: SessionData;
  onFind: (event: unknown) => void;
}): VNode {
  const start = events[0]?.playerTime.ts ?? 0;
  const breaches = findings.filter(({ severity }) => severity === 'breach');
  const advice = findings.filter(({ severity }) => severity === 'advice');
  if (!findings.length && !refused.length) return <p class="findings fine">No breach: the calls follow Adobe’s rules.</p>;
  // Of many, the collector keeps the first and counts the rest.
  const breachCount = Math.max(breaches.length, head.breachCount);
  const adviceCount = Math.max(advice.length, head.adviceCount);
  const left = breachCount + adviceCount - Math.min(MOST, findings.length);
  const words = [
    breachCount ? counted(breachCount, 'breach', 'breaches') : '',
    refused.length ? counted(refused.length, 'refused call', 'refused calls') : '',
    adviceCount ? `${adviceCount.toLocaleString('en')} advice` : '',
  ].filter(Boolean);
  return (
    <details class={`findings ${breaches.length || refused.length ? 'bad' : ''}`} open={breaches.length + refused.length > 0}>
      <summary>{words.join(', ')}</summary>
      <ul>
        {refused.map((call, index) => (
          <li key={index} class="breach">
            <span class="where">{call.status}</span>
            <span>
              <code>{(call.event as { eventType?: string } | undefined)?.eventType ?? call.path}</code> refused: {call.message}
            </span>
          </li>
        ))}
        {[...breaches, ...advice].slice(0, MOST).map(({ rule, severity, message, event }, index) => {
          const ts = (event as { playerTime?: { ts?: number } } | undefined)?.playerTime?.ts;
          return (
            <li key={`f${index}`} class={severity}>
              {ts === undefined ? (
                <span class="where">–</span>
              ) : (
                <button
                  type="button"
                  class="where"
                  onClick={() => onFind(event)}
                  aria-label={`Show the call at ${clock((ts - start) / 1_000)}`}
                >
                  {clock((ts - start) / 1_000)}
                </button>
              )}
              <span>
                <code>{rule}</code> {message}
              </span>
            </li>
          );
        })}
      </ul>
      {left > 0 && <p class="hint">{left.toLocaleString('en')} more are not shown.</p>}
    </details>
  );
}
