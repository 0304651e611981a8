import type { ComponentChildren, VNode } from 'preact';
import { isLive, titleOf, type SessionData } from '../data/model';
import { clock, moment } from '../format';

/** Which session it is. */
export function Head({ data: { head, events }, children }: { data: SessionData; children?: ComponentChildren }): VNode {
  const params = events[0]?.params ?? {};
  const length =
    typeof params['media.length'] === 'number' && params['media.length'] < 86_400 ? clock(params['media.length']) : undefined;
  const ecid = params['visitor.marketingCloudUserId'];
  const live = isLive(head);
  const facts = [
    head['media.name'] && head['media.id'],
    head['media.contentType'],
    length,
    head['media.playerName'],
    head['media.channel'],
    head.downloaded && 'downloaded',
  ].filter(Boolean);
  return (
    <header class="session-head">
      <div>
        <h2>
          {titleOf(head)}
          <span class={`pill ${live ? 'live' : ''}`}>{live ? 'live' : head.closed ? 'closed' : 'expired'}</span>
        </h2>
        <p>{facts.join(' · ')}</p>
        <p>
          started <time dateTime={new Date(head.openedAt).toISOString()}>{moment(head.openedAt)}</time> ·{' '}
          {head.ecid ? (
            <span title={String(ecid)}>
              ECID {String(ecid ?? '').slice(0, 4)}…{String(ecid ?? '').slice(-4)}
            </span>
          ) : (
            <span class="warn">no ECID: Adobe makes a new visitor of it</span>
          )}{' '}
          · <code title="Session id">{head.id}</code>
        </p>
      </div>
      {children}
    </header>
  );
}
