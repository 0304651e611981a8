import type { VNode } from 'preact';
import type { Call } from '../data/model';
import { counted, moment } from '../format';
import { useStore, type Store } from '../store';

const typeOf = ({ event, method, path }: Call): string => {
  const { eventType } = (event ?? {}) as { eventType?: unknown };
  return typeof eventType === 'string' ? eventType : Array.isArray(event) ? `${event.length} events` : `${method} ${path}`;
};

/** Refused calls that belong to no session; nothing when there are none. */
export function RefusedCalls({ calls: store }: { calls: Store<readonly Call[]> }): VNode | null {
  const calls = useStore(store);
  if (!calls.length) return null;
  return (
    <details class="refused-calls">
      <summary>{counted(calls.length, 'refused call', 'refused calls')} outside of any session</summary>
      <ul>
        {calls.map((call, index) => (
          <li key={`${call.time} ${index}`}>
            <details>
              <summary>
                <b>{call.status}</b> {typeOf(call)} <time>{moment(call.time)}</time>
                <span>{call.message}</span>
              </summary>
              <pre tabIndex={0} aria-label={`Body of ${typeOf(call)}`}>
                {call.event === undefined ? 'No JSON came with it.' : JSON.stringify(call.event, null, 2)}
              </pre>
            </details>
          </li>
        ))}
      </ul>
    </details>
  );
}
