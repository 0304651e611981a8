import { parseArgs } from 'node:util';
import { isTarget } from '../forward/target';
import { isLoopback } from '../loopback';

/** How the command line is used. */
export const help = `Usage: npx @media-collection/collector [options]
       npx @media-collection/collector replay <session> --store FILE.db --forward URL

Answers Adobe's Media Collection API on this machine, shows the sessions in a browser, and prints every call.
The second form sends a stored session again, with its time shifted so that it ends now.

  --port 8484         the port to listen on; 0 lets the system choose
  --host 127.0.0.1    the address to listen on; 0.0.0.0 is reachable from the network
  --allow-host NAME   a name beside this machine's own that callers may use for it; may be repeated, * allows all
  --store memory      where sessions are kept: "memory", or the path of a SQLite file, which keeps them for 30 days
  --max-sessions N    how many sessions are kept; in memory 10000
  --forward URL       sends on what is stored to another endpoint: of the Media Collection API, or, with
                      ?configId=<datastream>, of the Media Edge API
  --inspect           shows the sessions in a browser also when --host is reachable from the network
  --max-age SECONDS   for how long browsers may remember a preflight
  --trust-proxy       X-Forwarded-For names the client; each client may make 100 calls a second
  --log text          "text" for people, "json" for machines, "none"
  --help              this text`;

/** What the command line asks for. */
export interface CliOptions {
  readonly command: 'serve' | 'replay';
  /** The session that is to be sent again. */
  readonly session: string;
  readonly port: number;
  readonly host: string;
  readonly allowHosts: readonly string[];
  /** The path of a SQLite file; undefined for a store in memory. */
  readonly file: string | undefined;
  readonly maxSessions: number | undefined;
  readonly forward: string | undefined;
  readonly inspect: boolean;
  readonly maxAge: number | undefined;
  readonly trustProxy: boolean;
  readonly log: 'text' | 'json' | 'none';
}

function numberOf(name: string, word: string, least: number, most: number): number {
  const number = /^\d{1,10}$/.test(word) ? Number(word) : NaN;
  if (number >= least && number <= most) return number;
  throw new TypeError(`--${name} takes a number from ${least} to ${most}, got "${word}".`);
}

function forwardOf(word: string): string {
  if (isTarget(word)) return word;
  throw new TypeError(
    `--forward takes the http or https address of an endpoint, with ?configId=<datastream> for one of the Media Edge API, got "${word}".`,
  );
}

function fileOf(word: string): string | undefined {
  if (word === 'memory') return undefined;
  if (!word || /^[a-z]+:\/\//i.test(word)) throw new TypeError(`--store takes "memory" or the path of a file, got "${word}".`);
  return word;
}

function logOf(word: string): CliOptions['log'] {
  if (word === 'text' || word === 'json' || word === 'none') return word;
  throw new TypeError(`--log takes text, json or none, got "${word}".`);
}

const MAX_PORT = 65_535;
const MAX_COUNT = 1_000_000_000;
const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

function parse(args: string[]) {
  const names = { port: text, host: text, store: text, forward: text, log: text, 'max-sessions': text, 'max-age': text } as const;
  const flags = { 'trust-proxy': flag, inspect: flag, help: flag } as const;
  const options = { ...names, ...flags, 'allow-host': { type: 'string', multiple: true } } as const;
  return parseArgs({ args, options, allowPositionals: true });
}

/** Reads the arguments; undefined when only the help is asked for. Throws a sentence for wrong ones. */
export function readOptions(args: string[]): CliOptions | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [command, session = '', ...more] = positionals;
  if ((command !== undefined && command !== 'replay') || more.length)
    throw new TypeError(`Unexpected argument "${more[0] ?? command}".`);
  const { host = '127.0.0.1' } = values;
  const optional = (name: 'max-sessions' | 'max-age', least: number): number | undefined => {
    const word = values[name];
    return word === undefined ? undefined : numberOf(name, word, least, MAX_COUNT);
  };
  const options: CliOptions = {
    command: command === undefined ? 'serve' : 'replay',
    session,
    port: numberOf('port', values.port ?? '8484', 0, MAX_PORT),
    host,
    allowHosts: values['allow-host'] ?? [],
    file: fileOf(values.store ?? 'memory'),
    maxSessions: optional('max-sessions', 1),
    forward: values.forward === undefined ? undefined : forwardOf(values.forward),
    inspect: values.inspect ?? isLoopback(host),
    maxAge: optional('max-age', 0),
    trustProxy: values['trust-proxy'] ?? false,
    log: logOf(values.log ?? 'text'),
  };
  if (options.command === 'replay' && !(session && options.file && options.forward))
    throw new TypeError('replay takes the id of a session, --store with a file and --forward with an address.');
  return options;
}
