import { expect, test } from 'vitest';
import type { Call } from '../../src/call';
import { createBacklog, MAX_CHARACTERS, MAX_MESSAGES } from '../../src/inspect/backlog';

const call = (path: string): Call => ({ time: 1, method: 'POST', path, status: 204 });
const idOf = (message: string | undefined) => /^id: (.*)$/m.exec(message ?? '')?.[1] ?? '';

test('calls are kept in their order, each as the data of a message with an id', () => {
  const backlog = createBacklog();
  backlog.add({ ...call('/a'), message: 'two\nlines\r' });
  backlog.add(call('/b'));
  const first = backlog.after(0);
  expect(first).toMatch(/^id: \S+-1\ndata: .+\n\n$/);
  expect(JSON.parse(/^data: (.*)$/m.exec(first!)![1]!)).toEqual({ ...call('/a'), message: 'two\nlines\r' });
  expect(backlog.after(1)).toContain('"/b"');
  expect(backlog.after(2)).toBeUndefined();
  expect(backlog.lost).toBe(0);
});

test('beyond its bound in number the oldest go', () => {
  const backlog = createBacklog();
  for (let i = 1; i <= MAX_MESSAGES + 3; i++) backlog.add(call(`/${i}`));
  expect(backlog.lost).toBe(3);
  expect(backlog.after(3)).toContain('"/4"');
  expect(backlog.after(MAX_MESSAGES + 2)).toContain(`"/${MAX_MESSAGES + 3}"`);
  expect(backlog.after(MAX_MESSAGES + 3)).toBeUndefined();
});

test('beyond its bound in size the oldest go', () => {
  const backlog = createBacklog();
  const large = 'x'.repeat(MAX_CHARACTERS / 4);
  for (let i = 1; i <= 5; i++) backlog.add(call(`/${i}${large}`));
  expect(backlog.lost).toBe(2);
  expect(backlog.after(2)).toContain('"/3x');
});

test('the id of a message is understood as its number', () => {
  const backlog = createBacklog();
  for (let i = 1; i <= 3; i++) backlog.add(call(`/${i}`));
  expect(backlog.numberOf(idOf(backlog.after(1)))).toBe(2);
});

test('an id of another collector, of the future or of nobody is not understood', () => {
  const [backlog, other] = [createBacklog(), createBacklog()];
  backlog.add(call('/'));
  other.add(call('/'));
  const run = idOf(backlog.after(0)).replace(/1$/, '');
  const wrong = ['', '1', '-1', run, `${run}2`, `${run}-1`, `${run}1.0`, `${run}1e0`, `${run}1 `, `${run}${'9'.repeat(400)}`];
  for (const id of [...wrong, idOf(other.after(0)), '__proto__', '%00']) expect(backlog.numberOf(id), id).toBeUndefined();
  expect(backlog.numberOf(`${run}0`)).toBe(0);
});
