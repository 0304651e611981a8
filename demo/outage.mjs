const OUTAGE_MS = 8_000;

const unavailable = {
  status: 503,
  headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'Content-Type' },
  body: null,
};

/** A collector that can be out of order for a while, as seen by who sends events; its inspector goes on. */
export function createOutage(collector, now = Date.now) {
  let until = 0;
  const isDown = ({ method, url }) =>
    now() < until && method === 'POST' && !new URL(url, 'http://collector').pathname.startsWith('/inspect/');
  return {
    handler: {
      answer: async (asked) => (isDown(asked) ? unavailable : collector.answer(asked)),
      endStreams: () => collector.endStreams(),
    },
    begin: () => void (until = now() + OUTAGE_MS),
  };
}
