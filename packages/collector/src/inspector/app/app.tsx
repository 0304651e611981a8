import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Actions } from './actions';
import type { Api } from './data/api';
import { createListLoader } from './data/list';
import type { Call, Filter, SessionSummary } from './data/model';
import { createSessionLoader, type LoadedSession } from './data/session';
import type { Connection, Stream } from './data/stream';
import { counted } from './format';
import { Filters } from './list/filters';
import { RefusedCalls } from './list/refused-calls';
import { SessionRow } from './list/session-row';
import { VirtualList } from './list/virtual-list';
import { route, show } from './route';
import { SessionView, TwoSessions } from './session/session-view';
import { createStore, useStore, type Store } from './store';

const connections: Readonly<Record<Connection, string>> = {
  connecting: 'connecting…',
  live: 'live',
  lost: 'The collector does not answer; trying again…',
  closed: 'The collector refuses this page; trying again… After a restart, open the address that it prints.',
};

const noSession = createStore<LoadedSession>({ data: undefined, isLoading: false, problem: undefined });

/** One session, kept up to date while it is shown. */
function useSession(api: Api, stream: Stream, id: string | undefined): LoadedSession {
  const loader = useMemo(() => (id === undefined ? undefined : createSessionLoader(api, stream, id)), [api, stream, id]);
  useEffect(() => () => loader?.close(), [loader]);
  return useStore(loader?.session ?? noSession);
}

/** The inspector: the list of sessions, and one or two of them as pictures. */
export function App({ api, stream, refused }: { api: Api; stream: Stream; refused: Store<readonly Call[]> }): VNode {
  const [filter, setFilter] = useState<Filter>({ text: '', breaches: false, refused: false, noEcid: false, open: false });
  const loader = useMemo(() => createListLoader(api, stream, filter), [api, stream]);
  const { items, isLoading, hasMore, problem } = useStore(loader.list);
  const connection = useStore(stream.connection);
  const { id, other } = useStore(route);
  const one = useSession(api, stream, id);
  const second = useSession(api, stream, other);
  /** Whether the next session that is chosen is put beside the first. */
  const [isPairing, setPairing] = useState(false);
  const main = useRef<HTMLElement>(null);
  useEffect(() => main.current?.scrollTo(0, 0), [id, other]);
  const delay = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  function changeFilter(next: Filter): void {
    setFilter(next);
    clearTimeout(delay.current);
    delay.current = setTimeout(() => loader.setFilter(next), next.text === filter.text ? 0 : 200);
  }
  function choose({ id: chosen }: SessionSummary): void {
    if (isPairing && id !== undefined && chosen !== id) {
      setPairing(false);
      show(id, chosen);
    } else show(chosen, undefined, id !== undefined && matchMedia('(min-width: 60rem)').matches);
  }
  const selected = items.findIndex((item) => item.id === id);
  const count = counted(items.length, 'session', 'sessions') + (hasMore ? ' and more' : '');
  const isFiltered = Object.values(filter).some(Boolean);
  const isEmpty = !items.length && !isLoading;
  const actions = one.data && (
    <Actions
      api={api}
      data={one.data}
      isPairing={isPairing}
      isPair={other !== undefined}
      onPair={() => (other === undefined ? setPairing(!isPairing) : show(id))}
    />
  );

  return (
    <div class={`inspector ${id !== undefined ? 'at-session' : isEmpty ? 'at-start' : 'at-list'}`}>
      <header class="top">
        <h1>
          <span class="logo" aria-hidden="true">
            <i />
            <i />
            <i />
            <i />
          </span>
          Media collector
        </h1>
        <p class={`connection ${connection}`} role="status">
          {connections[connection]}
        </p>
      </header>

      <nav class="side" aria-label="Sessions">
        <Filters filter={filter} onChange={changeFilter} />
        <p class="count">
          <span role="status">
            {isPairing ? 'Choose the session to compare with.' : (problem ?? (isLoading && !items.length ? 'loading…' : count))}
          </span>
          <Clear disabled={!items.length} onClear={() => loader.clear().then(() => show(undefined))} />
        </p>
        <VirtualList
          class={isPairing ? 'pairing' : ''}
          items={items}
          rowHeight={58}
          label="Sessions"
          selected={selected < 0 ? undefined : selected}
          keyOf={(item) => item.id}
          onSelect={choose}
          onNearEnd={loader.loadMore}
          render={(item) => (
            <SessionRow
              head={item}
              mark={other === undefined ? undefined : item.id === id ? 'A' : item.id === other ? 'B' : undefined}
            />
          )}
        />
        <RefusedCalls calls={refused} />
      </nav>

      <main ref={main}>
        {id !== undefined && (
          <button type="button" class="back" onClick={() => show(undefined)}>
            ‹ Sessions
          </button>
        )}
        {one.data && second.data ? (
          <TwoSessions one={one.data} other={second.data}>
            {actions}
          </TwoSessions>
        ) : one.data ? (
          <SessionView key={one.data.head.id} data={one.data}>
            {actions}
          </SessionView>
        ) : (
          <Empty isChosen={id !== undefined} problem={one.problem} isEmpty={isEmpty} isFiltered={isFiltered} />
        )}
      </main>
    </div>
  );
}

function Empty({
  isChosen,
  problem,
  isEmpty,
  isFiltered,
}: {
  isChosen: boolean;
  problem: string | undefined;
  isEmpty: boolean;
  isFiltered: boolean;
}): VNode {
  if (isChosen) return <p class="empty">{problem ?? 'loading…'}</p>;
  const endpoint = location.origin + location.pathname.replace(/\/$/, '');
  return (
    <div class="empty">
      {!isEmpty ? (
        <p>Choose a session.</p>
      ) : isFiltered ? (
        <p>No session matches what is asked for.</p>
      ) : (
        <>
          <p>No session yet. Give this address to a tracker as its endpoint, and play:</p>
          <pre tabIndex={0}>{`createTracker({ endpoint: '${endpoint}', … })`}</pre>
        </>
      )}
    </div>
  );
}

/** Deletes all sessions, at the second press. */
function Clear({ disabled, onClear }: { disabled: boolean; onClear: () => void }): VNode {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking)
    return (
      <button type="button" disabled={disabled} onClick={() => setAsking(true)}>
        Clear
      </button>
    );
  return (
    <span class="asking">
      <button
        type="button"
        class="danger"
        onClick={() => {
          setAsking(false);
          onClear();
        }}
      >
        Delete all sessions
      </button>
      <button type="button" onClick={() => setAsking(false)}>
        Keep
      </button>
    </span>
  );
}
