import { createStore, type Store } from './store';

/** What the address shows: no session, one, or two side by side. */
export interface Route {
  readonly id: string | undefined;
  readonly other: string | undefined;
}

function read(): Route {
  const [, id, other] = /^#\/s\/([^/]+)(?:\/([^/]+))?$/.exec(location.hash) ?? [];
  return { id: id && decodeURIComponent(id), other: other && decodeURIComponent(other) };
}

/** What the address shows now; changes when the reader goes back or forward. */
export const route: Store<Route> = createStore(read());
addEventListener('hashchange', () => route.set(read()));

/** Shows sessions; moving within the list does not fill the history. */
export function show(id: string | undefined, other?: string, isReplaced = false): void {
  const parts = [id, other].filter((part) => part !== undefined).map(encodeURIComponent);
  const hash = parts.length ? `#/s/${parts.join('/')}` : '#/';
  if (isReplaced) history.replaceState(null, '', hash);
  else history.pushState(null, '', hash);
  route.set(read());
}
