import type { SessionFilter } from '../store';
import type { Database, Row, Value } from './database';

/** The newest sessions of a filter below a number. */
export function listSessions(database: Database, filter: SessionFilter, below: number, limit: number): Row[] {
  const { text, breaches, refused, ecid, open, since } = filter;
  const conditions = ['ready = 1', 'n < ?'];
  const values: Value[] = [below];
  const ask = (condition: string, ...asked: Value[]): void => {
    conditions.push(condition);
    values.push(...asked);
  };
  if (text) ask('instr(searched, ?) > 0', text.toLowerCase());
  if (breaches !== undefined) ask('(breaches > 0) = ?', Number(breaches));
  if (refused !== undefined) ask('(refused > 0) = ?', Number(refused));
  if (ecid !== undefined) ask('ecid = ?', Number(ecid));
  if (open !== undefined) ask('closed = ?', Number(!open));
  if (since !== undefined) ask('heardAt >= ?', since);
  const sql = `select n, head from sessions where ${conditions.join(' and ')} order by n desc limit ?`;
  return database.prepare(sql).all(...values, limit);
}
