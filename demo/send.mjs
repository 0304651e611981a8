/** Answers with a text that no browser keeps, and returns true. */
export function send(response, type, text, headers) {
  response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', ...headers });
  response.end(text);
  return true;
}
