/** Where sessions are opened; `endpoint` may end in a path and a slash. */
export const sessionsUrl = (endpoint: string): string => endpoint.replace(/\/+$/, '') + '/api/v1/sessions';

/** Where the whole session of downloaded content goes. */
export const downloadedUrl = (endpoint: string): string => sessionsUrl(endpoint).replace(/\w+$/, 'downloaded');

/** Reads the session id from a `Location` header, relative or absolute (D18); undefined when there is none. The endpoint's own path may hold the word, too. */
export const sessionIdFrom = (location: string | null | undefined): string | undefined =>
  /^(?:[^?#]*\/)?sessions\/([^/?#]+)/.exec(location ?? '')?.[1];
