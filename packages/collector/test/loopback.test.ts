import { expect, test } from 'vitest';
import { isLoopback } from '../src/loopback';

test.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '::FFFF:127.0.0.1', 'localhost', 'LocalHost'])(
  '%s is this machine alone',
  (host) => expect(isLoopback(host)).toBe(true),
);

test.each([
  '',
  '0.0.0.0',
  '::',
  '10.0.0.127',
  '1127.0.0.1',
  '::1:1',
  '::ffff:10.0.0.1',
  '127.evil.test',
  '127.0.0.1.evil.test',
  'localhost.evil.test',
])('"%s" may be reached by others', (host) => expect(isLoopback(host)).toBe(false));
