import { render, type VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import './styles/index.css';
import { createApi, type Api } from './data/api';
import { createListLoader } from './data/list';
import { titleOf, type Call } from './data/model';
import { watchRefused } from './data/refused';
import { createSessionLoader, type LoadedSession } from './data/session';
import { openStream, type Connection, type Stream } from './data/stream';
import { timeOfDay } from './format';
import { RefusedCalls } from './list/refused-calls';
import { SessionView } from './session/session-view';
import { createStore, useStore } from './store';

/** What a page that shows sessions beside its own content may want to know. */
export interface EmbedOptions {
  /** The address under which `inspect/…` stands; empty or with a slash at the end. */
  readonly base?: string;
  readonly onConnection?: (connection: Connection) => void;
  /** Is called with every call that is answered from now on. */
  readonly onCall?: (call: Call) => void;
}

const nothing = createStore<LoadedSession>({ data: undefined, isLoading: false, problem: undefined });
const everything = { text: '', breaches: false, refused: false, noEcid: false, open: false };

/** The newest session, or the one that the reader chose, as a picture. */
function Newest({ api, stream }: { api: Api; stream: Stream }): VNode {
  const { list } = useMemo(() => createListLoader(api, stream, everything), [api, stream]);
  const refused = useMemo(() => watchRefused(stream), [stream]);
  const { items } = useStore(list);
  const [chosen, choose] = useState('');
  const id = items.some((item) => item.id === chosen) ? chosen : items[0]?.id;
  const loader = useMemo(() => (id === undefined ? undefined : createSessionLoader(api, stream, id)), [api, stream, id]);
  useEffect(() => () => loader?.close(), [loader]);
  const { data } = useStore(loader?.session ?? nothing);
  return (
    <div class="inspector-view">
      {items.length > 1 && (
        <label class="choice">
          Session
          <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
            <option value="">the newest</option>
            {items.map((item) => (
              <option key={item.id} value={item.id}>
                {timeOfDay(item.openedAt)} {[item['media.playerName'], titleOf(item)].filter(Boolean).join(' · ')}
              </option>
            ))}
          </select>
        </label>
      )}
      {data ? <SessionView data={data} /> : <p class="empty">Press play: the session appears here as the collector sees it.</p>}
      <RefusedCalls calls={refused} />
    </div>
  );
}

/** Shows the sessions of a collector in an element of any page: the newest one, until another is chosen. */
export function mountInspector(element: Element, { base = '', onConnection, onCall }: EmbedOptions = {}): void {
  const api = createApi(base);
  const stream = openStream(api);
  stream.connection.watch(() => onConnection?.(stream.connection.value));
  stream.listen((call, isNew) => call && isNew && onCall?.(call));
  render(<Newest api={api} stream={stream} />, element);
}
