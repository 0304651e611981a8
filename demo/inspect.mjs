import { request as send } from 'node:http';

/**
 * Passes a call of the page on to the inspector of the collector, which answers to its own origin alone. A collector that is away
 * breaks the connection, as it would break one of its own.
 */
export function passOn(request, response, collectorUrl) {
  const { method, headers, url } = request;
  const passed = send(collectorUrl + url, { method, headers: { ...headers, host: new URL(collectorUrl).host } }, (reply) => {
    response.writeHead(reply.statusCode, reply.headers);
    reply.on('error', () => response.destroy()).pipe(response);
  });
  passed.on('error', () => response.destroy());
  response.on('close', () => passed.destroy());
  request.pipe(passed);
}
