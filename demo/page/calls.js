const lost = 'The demo does not answer: is npm start still running? Trying again…';

/**
 * Reads the calls that the collector answers, from the demo server's stream.
 * `live` is true for what happens while the page looks, false for the story so far.
 */
export function readCalls({ onCall, onReset, onConnection }) {
  let live = false;
  const source = new EventSource('/calls');
  source.addEventListener('reset', ({ data }) => onReset(Number(data)));
  source.addEventListener('ready', () => {
    live = true;
    onConnection();
  });
  source.addEventListener('message', ({ data }) => onCall(JSON.parse(data), live));
  source.addEventListener('error', () => {
    live = false;
    onConnection(lost);
  });
}

/** Asks the collector for a schema, the one call without a trace; undefined when it answers, else what is wrong. */
export async function collectorProblem(endpoint) {
  try {
    await fetch(`${endpoint}/api/v1/schemas/play`, { cache: 'no-store' });
    return undefined;
  } catch {
    return `The collector at ${endpoint} does not answer this page. Something in the browser may block it, for example a content blocker.`;
  }
}
