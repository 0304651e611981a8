import type { VNode } from 'preact';
import { isLive, titleOf, type SessionSummary } from '../data/model';
import { clock, counted, moment } from '../format';

/** A session in the list. */
export function SessionRow({ head, mark }: { head: SessionSummary; mark?: string | undefined }): VNode {
  const { breachCount, adviceCount, refusedCount, contentTimeSpent, openedAt, eventCount } = head;
  const live = isLive(head);
  return (
    <div class="session-row">
      <p>
        <span class={`state ${live ? 'live' : ''}`} title={live ? 'Open' : head.expired ? 'Expired' : 'Closed'}>
          <span class="unseen">{live ? 'open' : head.expired ? 'expired' : 'closed'}</span>
        </span>
        <span class="title">{titleOf(head)}</span>
        {mark && <b class="badge mark">{mark}</b>}
        <time dateTime={new Date(openedAt).toISOString()}>{moment(openedAt)}</time>
        <span class="spent" title="Content time spent">
          {clock(Math.round(contentTimeSpent))}
        </span>
      </p>
      <p class="facts">
        <span class="title">{[head['media.playerName'], counted(eventCount, 'call', 'calls')].filter(Boolean).join(' · ')}</span>
        {breachCount > 0 && <b class="badge breach">{counted(breachCount, 'breach', 'breaches')}</b>}
        {refusedCount > 0 && <b class="badge breach">{refusedCount} refused</b>}
        {!head.ecid && (
          <b class="badge advice" title="Adobe makes a new visitor of this session">
            no ECID
          </b>
        )}
        {!breachCount && adviceCount > 0 && <b class="badge advice">{adviceCount} advice</b>}
      </p>
    </div>
  );
}
