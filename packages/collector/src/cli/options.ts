import { parseArgs } from 'node:util';
import { isTarget } from '../forward/target';
import { isLoopback } from '../loopback';

/** How the command line is used. */
export const help = `Usage: npx @media-collection/collector [options]
       npx @media-collection/collector replay <session> --store FILE.db --forward URL
       npx @media-collection/collector edge --store nats://… [options]
       npx @media-collection/collector work sessions|forward|lake|live --store nats://… [options]

Answers Adobe's Media Collection API on this machine, shows the sessions in a browser, and prints every call.
The second form sends a stored session again, with its time shifted so that it ends now. The others divide the work over
machines: edges take events, workers end and report sessions, send them on, write files of them, and show them.

  --port 8484         the port to listen on; 0 lets the system choose
  --host 127.0.0.1    the address to listen on; 0.0.0.0 is reachable from the network
  --allow-host NAME   a name beside this machine's own that callers may use for it; may be repeated, * allows all
  --store memory      where sessions are kept: "memory", the path of a SQLite file, which keeps them for 30 days, or
                      nats://[user:password@]host:4222[,nats://…], NATS JetStream, which keeps them for 7 days
  --max-sessions N    how many sessions are kept; in memory 10000
  --forward URL       sends on what is stored to another endpoint: of the Media Collection API, or, with
                      ?configId=<datastream>, of the Media Edge API
  --inspect           shows the sessions in a browser also when --host is reachable from the network
  --max-age SECONDS   for how long browsers may remember a preflight
  --trust-proxy       X-Forwarded-For names the client; each client may make 100 calls a second
  --log text          "text" for people, "json" for machines, "none"
With NATS, the first collector says how its streams are made, and the others find them so:
  --name media        keeps several collectors in one NATS apart
  --shards 4          into how many streams sessions are divided; it never changes
  --replicas 1        how many servers keep each event
  --keep-days 7       for how many days events are kept
  --credentials FILE  a file of credentials (.creds)
  --only 0-7,9        the shards that a worker works on; all when left out
  --folder lake       where "work lake" writes
  --help              this text`;

const purposes = ['sessions', 'forward', 'lake', 'live'] as const;
/** What a worker can be for. */
export type Purpose = (typeof purposes)[number];

/** What the command line asks for. */
export interface CliOptions {
  readonly command: 'serve' | 'replay' | 'edge' | 'work';
  /** What a worker is for. */
  readonly purpose: Purpose | undefined;
  /** The shards that a worker works on. */
  readonly only: readonly number[] | undefined;
  /** Where a lake is written. */
  readonly folder: string | undefined;
  /** The session that is to be sent again. */
  readonly session: string;
  readonly port: number;
  readonly host: string;
  readonly allowHosts: readonly string[];
  /** The path of a SQLite file; undefined for another store. */
  readonly file: string | undefined;
  /** The addresses of NATS servers; undefined for another store. */
  readonly nats: string | undefined;
  readonly name: string | undefined;
  readonly shards: number | undefined;
  readonly replicas: number | undefined;
  readonly keepDays: number | undefined;
  readonly credentials: string | undefined;
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

function storeOf(word: string): Pick<CliOptions, 'file' | 'nats'> {
  if (word === 'memory') return { file: undefined, nats: undefined };
  if (word.split(',').every((address) => /^(nats|tls):\/\/[^/]+$/i.test(address))) return { file: undefined, nats: word };
  if (!word || /^[a-z]+:\/\//i.test(word))
    throw new TypeError(`--store takes "memory", the path of a file or nats://host:4222, got "${word}".`);
  return { file: word, nats: undefined };
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
  const own = { port: text, host: text, store: text, forward: text, log: text, 'max-sessions': text, 'max-age': text } as const;
  const names = {
    ...own,
    name: text,
    shards: text,
    replicas: text,
    'keep-days': text,
    credentials: text,
    only: text,
    folder: text,
  } as const;
  const flags = { 'trust-proxy': flag, inspect: flag, help: flag } as const;
  const options = { ...names, ...flags, 'allow-host': { type: 'string', multiple: true } } as const;
  return parseArgs({ args, options, allowPositionals: true });
}

/** The shards that a list of numbers and ranges names. */
function shardsOf(word: string): number[] {
  const shards = word.split(',').flatMap((part) => {
    const [, from, to = from] = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(part) ?? [];
    if (from === undefined || Number(to) < Number(from)) throw new TypeError(`--only takes shards as 0-7,9, got "${word}".`);
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => Number(from) + index);
  });
  return [...new Set(shards)];
}

const commandOf = (word: string | undefined): CliOptions['command'] | undefined =>
  word === undefined ? 'serve' : word === 'replay' || word === 'edge' || word === 'work' ? word : undefined;

/** Throws a sentence when a command lacks what it needs. */
function assertWhole({ command, purpose, nats, forward, folder }: CliOptions): void {
  if (command === 'work' && !purpose) throw new TypeError(`work takes what it is for: ${purposes.join(', ')}.`);
  if ((command === 'work' || command === 'edge') && !nats) throw new TypeError(`${command} takes --store with nats://host:4222.`);
  if (command === 'edge' && forward) throw new TypeError('An edge sends nothing on: "work forward" does.');
  if (purpose === 'forward' && !forward) throw new TypeError('work forward takes --forward with an address.');
  if (purpose === 'lake' && !folder) throw new TypeError('work lake takes --folder with a folder.');
}

/** Reads the arguments; undefined when only the help is asked for. Throws a sentence for wrong ones. */
export function readOptions(args: string[]): CliOptions | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [word, session = '', ...more] = positionals;
  const command = commandOf(word);
  if (!command || more.length || (session && command !== 'replay' && command !== 'work'))
    throw new TypeError(`Unexpected argument "${more[0] ?? (command ? session : word)}".`);
  const purpose = purposes.find((each) => each === session);
  const { host = '127.0.0.1' } = values;
  const optional = (
    name: 'max-sessions' | 'max-age' | 'shards' | 'replicas' | 'keep-days',
    least: number,
    most = MAX_COUNT,
  ): number | undefined => {
    const word = values[name];
    return word === undefined ? undefined : numberOf(name, word, least, most);
  };
  const options: CliOptions = {
    command,
    purpose: command === 'work' ? purpose : undefined,
    only: values.only === undefined ? undefined : shardsOf(values.only),
    folder: values.folder,
    session,
    port: numberOf('port', values.port ?? '8484', 0, MAX_PORT),
    host,
    allowHosts: values['allow-host'] ?? [],
    ...storeOf(values.store ?? 'memory'),
    name: values.name,
    shards: optional('shards', 1, 256),
    replicas: optional('replicas', 1, 5),
    keepDays: optional('keep-days', 1, 3_650),
    credentials: values.credentials,
    maxSessions: optional('max-sessions', 1),
    forward: values.forward === undefined ? undefined : forwardOf(values.forward),
    inspect: values.inspect ?? isLoopback(host),
    maxAge: optional('max-age', 0),
    trustProxy: values['trust-proxy'] ?? false,
    log: logOf(values.log ?? 'text'),
  };
  if (options.command === 'replay' && !(session && (options.file ?? options.nats) && options.forward))
    throw new TypeError('replay takes the id of a session, --store with a file or NATS, and --forward with an address.');
  assertWhole(options);
  return options;
}
