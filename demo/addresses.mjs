import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

/** Whether nobody outside this machine can reach an address. */
export const isLocal = (host) => host === 'localhost' || host === '::1' || /^127\./.test(host);

/** The addresses of a server that listens on `host`, in the form that URLs want; of all interfaces those that other devices can use. */
export function addressesOf(host) {
  if (host !== '0.0.0.0' && host !== '::') return [host.includes(':') ? `[${host}]` : host];
  const found = Object.values(networkInterfaces())
    .flat()
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
  return found.length ? found : ['127.0.0.1'];
}

/** The names under which this machine may be known in its network. */
export const localNames = () => ['localhost', hostname().toLowerCase(), `${hostname().toLowerCase()}.local`];

/** Makes the check of a `Host` header: in a network a page whose name was re-pointed to this machine must not reach the demo. */
export function nameCheck(host) {
  if (isLocal(host)) return () => true;
  const names = new Set([host, ...localNames()]);
  return (header) => {
    const name = header.toLowerCase().replace(/:\d+$/, '');
    return names.has(name) || isIP(name.replace(/^\[(.*)\]$/, '$1')) > 0;
  };
}
