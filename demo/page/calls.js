/** What a browser asks before it may call, and who reads a schema, is no part of the story. */
const isStory = ({ method, status }) => method === 'POST' || status >= 400;

/**
 * Reads the calls that the collector answers, from its own stream, which the server of this page passes on.
 * `live` is true for what happens while the page looks, false for the story so far.
 */
export function readCalls(endpoint, { onCall, onReset, onConnection }) {
  let live = false;
  const source = new EventSource('/inspect/stream');
  source.addEventListener('reset', ({ data }) => {
    live = false;
    onReset(Number(data));
  });
  source.addEventListener('ready', () => {
    live = true;
    onConnection();
  });
  source.addEventListener('message', ({ data }) => {
    const call = JSON.parse(data);
    if (isStory(call)) onCall(call, live);
  });
  source.addEventListener('error', () => {
    live = false;
    const next = source.readyState === EventSource.CLOSED ? 'Reload this page to try again.' : 'Trying again…';
    onConnection(
      `The collector at ${endpoint} does not answer this page. Is npm start still running, or does something in the browser block it? ${next}`,
    );
  });
}

/** Answers a function that asks the collector how a session stands, never twice at a time, and shows what it says. */
export function createAsk(show) {
  /** Whether what is being answered is old already, by session id. */
  const again = new Map();

  return async function ask(id) {
    if (again.has(id)) return void again.set(id, true);
    do {
      again.set(id, false);
      const standing = await fetch(`/inspect/sessions/${id}`)
        .then((reply) => (reply.ok ? reply.json() : undefined))
        // The stream of calls says that the collector is away.
        .catch(() => undefined);
      if (standing) show(id, standing);
    } while (again.get(id));
    again.delete(id);
  };
}
