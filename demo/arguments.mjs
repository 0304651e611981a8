import { isIP } from 'node:net';
import { parseArgs } from 'node:util';

export const help = `Usage: npm start -- [--port 8080] [--host 127.0.0.1]

Serves the demo and a collector on this machine.

  --port  the port of the demo; 0 lets the system choose
  --host  the address to listen on; 0.0.0.0 lets every device in your network open the demo and see its sessions
  --help  this text`;

/**
 * Reads what stands behind `npm start --`: a port, an address to listen on, or that help is wanted.
 * @throws TypeError with a sentence when there is anything else.
 */
export function readArguments(args) {
  const options = {
    port: { type: 'string', default: '8080' },
    host: { type: 'string', default: '127.0.0.1' },
    help: { type: 'boolean', default: false },
  };
  const { values } = parseArgs({ args, options });
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : NaN;
  if (!(port <= 65_535)) throw new TypeError(`--port takes a number from 0 to 65535, got "${values.port}".`);
  const { host, help } = values;
  if (host !== 'localhost' && !isIP(host)) throw new TypeError(`--host takes an IP address of this machine, got "${host}".`);
  return { port, host, help };
}
