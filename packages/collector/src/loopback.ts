import { isIP } from 'node:net';

/** True when an address is this machine's own, which nobody else can reach. Of names only `localhost` is. */
export const isLoopback = (host: string): boolean =>
  host.toLowerCase() === 'localhost' || (isIP(host) > 0 && /^(::ffff:)?127\.|^::1$/i.test(host));
