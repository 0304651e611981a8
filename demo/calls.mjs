/**
 * Keeps the last calls that the collector answered and streams them to every open page as server-sent events:
 * `reset` (start afresh), one message a call, `ready` (the story so far is told).
 */
export function createCallLog(limit = 500) {
  // A page that outlives a restart of the demo must not take up the numbering of the one before.
  const run = Date.now().toString(36);
  const kept = [];
  const readers = new Set();
  let last = 0;

  const message = ({ number, call }) => `id: ${run}-${number}\ndata: ${JSON.stringify(call)}\n\n`;
  const oldest = () => kept[0]?.number ?? last + 1;

  /** Number of the last call that a page coming back has seen; undefined when it has to begin afresh. */
  const seenBy = (request) => {
    const [, number] = new RegExp(`^${run}-(\\d+)$`).exec(request.headers['last-event-id'] ?? '') ?? [];
    return number && Number(number) >= oldest() - 1 ? Number(number) : undefined;
  };

  return {
    /** Remembers a call and tells every reader. */
    add(call) {
      const entry = { number: ++last, call };
      kept.push(entry);
      if (kept.length > limit) kept.shift();
      for (const reader of readers) reader.write(message(entry));
    },
    /** Answers `GET /calls`. */
    stream(request, response) {
      const seen = seenBy(request);
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      response.write('retry: 1000\n\n');
      if (seen === undefined) response.write(`event: reset\ndata: ${oldest() - 1}\n\n`);
      for (const entry of kept) if (entry.number > (seen ?? 0)) response.write(message(entry));
      response.write('event: ready\ndata:\n\n');
      readers.add(response);
      response.on('close', () => readers.delete(response));
    },
    close() {
      for (const reader of readers) reader.end();
    },
  };
}
