import { isIP } from 'node:net';
import { isLoopback } from '../loopback';

/** A host as it stands in a URL or a `Host` header, without its port and without brackets. */
const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/:\d*$/, (port) => (host.startsWith('[') || host.indexOf(':') === host.lastIndexOf(':') ? '' : port))
    .replace(/^\[(.*)\]$/, '$1');

/**
 * Makes the check of the `Host` header: a page whose name was re-pointed to this machine must not reach the collector. Bound to
 * loopback it accepts this machine's own names, elsewhere also every numeric address, which no name can be re-pointed from; and always
 * the names that were allowed (`*`: every name).
 */
export function createHostCheck(
  host: string,
  address: string,
  allowed: readonly string[],
): (header: string | undefined) => boolean {
  const ours = new Set(['localhost', '127.0.0.1', '::1', bare(host), ...allowed.map(bare)]);
  const takesAddresses = !isLoopback(address);
  const takesAll = allowed.includes('*');
  // Nearly every call bears the same one.
  let lastAccepted: string | undefined;
  return (header = '') => {
    if (takesAll || header === lastAccepted) return true;
    const name = bare(header);
    const isAccepted = ours.has(name) || (takesAddresses && isIP(name) > 0);
    if (isAccepted) lastAccepted = header;
    return isAccepted;
  };
}
