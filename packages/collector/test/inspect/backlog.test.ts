import { expect, test } from 'vitest';
import type { Call } from '../../src/call';
import { createBacklog, MAX_BYTES, MAX_MESSAGES, MAX_SHOWN_BYTES } from '../../src/inspect/backlog';

const call = (path: string): Call => ({ time: 1, method: 'POST', path, status: 204 });
const textOf = (message: Uint8Array | undefined) => message && new TextDecoder().decode(message);
const idOf = (message: Uint8Array | undefined) => /^id: (.*)$/m.exec(textOf(message) ?? '')?.[1] ?? '';

test('calls are kept in their order, each as the data of a message with an id', () => {
  const backlog = createBacklog();
  backlog.add({ ...call('/a'), message: 'two\nlines\r' }, 0);
  backlog.add(call('/b'), 0);
  const first = textOf(backlog.after(0));
  expect(first).toMatch(/^id: \S+-1\ndata: .+\n\n$/);
  expect(JSON.parse(/^data: (.*)$/m.exec(first!)![1]!)).toEqual({ ...call('/a'), message: 'two\nlines\r' });
  expect(textOf(backlog.after(1))).toContain('"/b"');
  expect(backlog.after(2)).toBeUndefined();
  expect(backlog.lost).toBe(0);
});

test('beyond its bound in number the oldest go', () => {
  const backlog = createBacklog();
  for (let i = 1; i <= MAX_MESSAGES + 3; i++) backlog.add(call(`/${i}`), 0);
  expect(backlog.lost).toBe(3);
  expect(textOf(backlog.after(3))).toContain('"/4"');
  expect(textOf(backlog.after(MAX_MESSAGES + 2))).toContain(`"/${MAX_MESSAGES + 3}"`);
  expect(backlog.after(MAX_MESSAGES + 3)).toBeUndefined();
});

test('beyond its bound in size the oldest go', () => {
  const backlog = createBacklog();
  const count = Math.floor(MAX_BYTES / MAX_SHOWN_BYTES);
  for (let i = 1; i <= count + 2; i++) backlog.add(call(`/${i}`), MAX_SHOWN_BYTES);
  expect(backlog.lost).toBe(3);
  expect(textOf(backlog.after(3))).toContain('"/4"');
});

test('a body that is too large is not shown, and costs nothing', () => {
  const backlog = createBacklog();
  for (let i = 1; i <= 5; i++) backlog.add({ ...call(`/${i}`), event: 'large' }, MAX_BYTES);
  expect(backlog.lost).toBe(0);
  expect(textOf(backlog.after(0))).not.toContain('large');
});

test('numbers go on when what is given up is cut off', () => {
  const backlog = createBacklog();
  for (let i = 1; i <= 3 * MAX_MESSAGES; i++) backlog.add(call(`/${i}`), 0);
  expect(backlog.lost).toBe(2 * MAX_MESSAGES);
  expect(textOf(backlog.after(2 * MAX_MESSAGES))).toContain(`"/${2 * MAX_MESSAGES + 1}"`);
  expect(backlog.numberOf(idOf(backlog.after(3 * MAX_MESSAGES - 1)))).toBe(3 * MAX_MESSAGES);
  expect(backlog.after(3 * MAX_MESSAGES)).toBeUndefined();
});

test('the id of a message is understood as its number', () => {
  const backlog = createBacklog();
  for (let i = 1; i <= 3; i++) backlog.add(call(`/${i}`), 0);
  expect(backlog.numberOf(idOf(backlog.after(1)))).toBe(2);
});

test('an id of another collector, of the future or of nobody is not understood', () => {
  const [backlog, other] = [createBacklog(), createBacklog()];
  backlog.add(call('/'), 0);
  other.add(call('/'), 0);
  const run = idOf(backlog.after(0)).replace(/1$/, '');
  const wrong = ['', '1', '-1', run, `${run}2`, `${run}-1`, `${run}1.0`, `${run}1e0`, `${run}1 `, `${run}${'9'.repeat(400)}`];
  for (const id of [...wrong, idOf(other.after(0)), '__proto__', '%00']) expect(backlog.numberOf(id), id).toBeUndefined();
  expect(backlog.numberOf(`${run}0`)).toBe(0);
});
