import { createRequire } from 'node:module';

/** What a value of a row may be. */
export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** A prepared statement, as libsql and node:sqlite both have it. */
export interface Statement {
  run(...values: readonly Value[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };
  get(...values: readonly Value[]): Row | undefined;
  all(...values: readonly Value[]): Row[];
}

/** An open file. */
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

type Constructor = new (file: string) => Database;

/** Marks the file as ours ("MCol"), so that no other program's file is written to. */
const APPLICATION_ID = 0x4d436f6c;
const VERSION = 1;

const schema = `
create table if not exists sessions (
  n integer primary key autoincrement,
  id text not null unique,
  ready integer not null,
  heardAt integer not null,
  closed integer not null,
  ecid integer not null,
  breaches integer not null,
  refused integer not null,
  searched text not null,
  head text not null
);
create index if not exists sessionsByTime on sessions (heardAt);
create table if not exists events (
  s integer not null,
  ts integer not null,
  type text not null,
  hash text not null,
  n integer not null,
  at integer not null,
  bytes integer not null,
  body text not null,
  primary key (s, ts, type, hash)
) without rowid;
`;

const require = createRequire(import.meta.url);

function load(name: string): Record<string, unknown> | undefined {
  try {
    return require(name) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** The engine that is there: the package libsql where it is installed, else the one of Node 22.13 and newer. */
function findEngine(): Constructor {
  const libsql = load('libsql');
  const engine = libsql ? (libsql['default'] ?? libsql) : load('node:sqlite')?.['DatabaseSync'];
  if (engine) return engine as Constructor;
  throw new Error('A store in a file needs Node 22.13 or newer, or the package libsql: npm install libsql@0.5');
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
/** What the engines say of an error: libsql in words, node:sqlite with a number. */
const codeOf = (error: unknown): string => {
  const { code, errcode } = Object(error) as { code?: unknown; errcode?: unknown };
  return `${String(code)} ${String(errcode)} ${reasonOf(error)}`;
};

/** Says in a sentence why a file cannot be opened as a store. */
function sentenceOf(file: string, error: unknown): string {
  const code = codeOf(error);
  if (/NOTADB|not a database/.test(code)) return `${file} is not a SQLite file.`;
  if (/BUSY|locked/.test(code)) return `${file} is in use by another process.`;
  if (/READONLY|readonly/.test(code)) return `${file} cannot be written to.`;
  if (/unable to open|Unable to open/.test(code))
    return `${file} cannot be opened: is its folder there, and may it be written to?`;
  return `${file} cannot be opened: ${reasonOf(error)}`;
}

/** A file is used by one process alone: its writes are grouped, and what it knows of sessions is kept in memory. */
function prepare(database: Database, file: string): void {
  database.exec('pragma locking_mode = exclusive');
  const tables = database.prepare('select count(*) as count from sqlite_schema').get();
  const owner = database.prepare('pragma application_id').get();
  if (Number(tables?.['count']) > 0 && Number(owner?.['application_id']) !== APPLICATION_ID)
    throw new TypeError(`${file} is a SQLite file, but not one of a collector.`);
  const version = Number(database.prepare('pragma user_version').get()?.['user_version']);
  if (version > VERSION) throw new TypeError(`${file} was written by a newer collector.`);
  database.exec('pragma journal_mode = wal');
  database.exec('pragma synchronous = full');
  database.exec('pragma journal_size_limit = 67108864');
  database.exec('begin immediate');
  database.exec(`pragma application_id = ${APPLICATION_ID}`);
  database.exec(`pragma user_version = ${VERSION}`);
  database.exec(schema);
  database.exec('commit');
}

/** Opens a file, or makes it; throws a sentence when it is not one of a collector, in use, or not writable. */
export function openDatabase(file: string): Database {
  const Engine = findEngine();
  let database: Database | undefined;
  try {
    database = new Engine(file);
    prepare(database, file);
    return database;
  } catch (error) {
    database?.close();
    throw error instanceof TypeError ? new Error(error.message) : new Error(sentenceOf(file, error), { cause: error });
  }
}
