/**
 * The way from this page to the collector: counts the events that wait on it, and can be cut, as when a device loses its network.
 * Everything else that the page fetches goes on as it is.
 */
const real = window.fetch;
let endpoint;
let isCut = false;
const counts = { made: 0, delivered: 0, lost: 0 };
let show = () => undefined;

window.fetch = async function (input, init) {
  const isEvent = endpoint && String(input).startsWith(`${endpoint}/`);
  if (isEvent && isCut) throw new TypeError('Failed to fetch');
  const response = await real.call(window, input, init);
  if (isEvent && response.ok) count('delivered');
  return response;
};

/** Counts an event that was made, delivered or lost. */
export function count(what) {
  counts[what] += 1;
  const { made, delivered, lost } = counts;
  show({ made, delivered, lost, waiting: Math.max(0, made - delivered - lost) });
}

/** Names the collector, and calls `listener` with the counts as they change. */
export function watchNetwork(collector, listener) {
  endpoint = collector;
  show = listener;
}

/** Cuts the way to the collector, or joins it again; the browser's own events say so to the library. */
export function cutNetwork(cut) {
  isCut = cut;
  window.dispatchEvent(new window.Event(cut ? 'offline' : 'online'));
}
