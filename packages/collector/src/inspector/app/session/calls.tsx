import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Finding, MediaEvent, SessionData } from '../data/model';
import { clock, counted } from '../format';
import { VirtualList } from '../list/virtual-list';
import { familyOf } from '../picture/dots';
import { findingsOf, severities } from '../picture/severities';

const isUsual = (key: string): boolean => /^(analytics|visitor)\.|^appInstallationId$/.test(key);

/** What an event carries, in one line. */
function inShort({ params, qoeData, customMetadata }: MediaEvent): string {
  const pairs = [params, qoeData, customMetadata].flatMap((part) => Object.entries(part ?? {}).filter(([key]) => !isUsual(key)));
  return pairs
    .map(([key, value]) => `${key.split('.').pop()} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' · ');
}

function Row({ event, start, severity }: { event: MediaEvent; start: number; severity: Finding['severity'] | undefined }): VNode {
  const { eventType, playerTime } = event;
  return (
    <div class={`call ${familyOf(eventType)} ${severity ?? ''}`}>
      <span class="time">{clock((playerTime.ts - start) / 1_000)}</span>
      <i aria-hidden="true" />
      <span class="type">{eventType}</span>
      <span class="head">{Math.round(playerTime.playhead * 10) / 10} s</span>
      <span class="short">
        {severity && <b class={`badge ${severity}`}>{severity}</b>} <span class="words">{inShort(event)}</span>
      </span>
    </div>
  );
}

/** The calls of a session, and below them what the selected one holds. */
export function Calls({
  data: { events, findings },
  selected,
  onSelect,
}: {
  data: SessionData;
  selected: number | undefined;
  onSelect: (index: number) => void;
}): VNode {
  const start = events[0]?.playerTime.ts ?? 0;
  const severityOf = useMemo(() => severities(findings), [findings]);
  const event = selected === undefined ? undefined : events[selected];
  return (
    <section class="calls" aria-label="Calls">
      <header>
        <h3>{counted(events.length, 'call', 'calls')}</h3>
        <span class="hint">time · call · playhead</span>
      </header>
      <VirtualList
        items={events}
        rowHeight={30}
        label="Calls of the session"
        selected={selected}
        keyOf={(_, index) => index}
        onSelect={(_, index) => onSelect(index)}
        render={(item) => <Row event={item} start={start} severity={severityOf(item)} />}
        follow
      />
      <div class="json" aria-live="polite">
        {event ? (
          <>
            {findingsOf(findings, event).map(({ rule, severity, message }) => (
              <p key={rule} class={`finding ${severity}`}>
                <code>{rule}</code> {message}
              </p>
            ))}
            <pre tabIndex={0} aria-label={`JSON of ${event.eventType}`}>
              {JSON.stringify(event, null, 2)}
            </pre>
          </>
        ) : (
          <p class="hint">Choose a call here or a dot on the picture to see what it holds.</p>
        )}
      </div>
    </section>
  );
}
