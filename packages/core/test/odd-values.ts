/** Makes a value that is of no expected kind; a new one each time, so that a rejected promise is made where it is handed over. */
export type Odd = () => unknown;

const boom = (): never => {
  throw new Error('odd');
};
const revoked = (): unknown => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const looped = (): object => {
  const loop: Record<string, unknown> = {};
  loop['params'] = loop['customMetadata'] = loop['loop'] = loop;
  return loop;
};
const traps: ProxyHandler<object> = Object.fromEntries(
  ['get', 'has', 'ownKeys', 'getOwnPropertyDescriptor', 'getPrototypeOf', 'isExtensible'].map((trap) => [trap, boom]),
);
const bare = (): unknown => Object.create(null);
const getter = (key: string): object => Object.defineProperty({}, key, { get: boom, enumerable: true });

/** What a page may hand over by mistake, by name. */
export const odds: Readonly<Record<string, Odd>> = {
  undefined: () => undefined,
  null: () => null,
  NaN: () => NaN,
  Infinity: () => Infinity,
  'a negative number': () => -1,
  'a large number': () => 1e300,
  'an empty string': () => '',
  'a string': () => 'x',
  'a long string': () => '\ud800x'.repeat(5_000),
  true: () => true,
  'a symbol': () => Symbol('x'),
  'a bigint': () => 10n,
  'a date that is none': () => new Date(NaN),
  'an array': () => [1, 'x', null],
  'an empty object': () => ({}),
  'an object without a prototype': bare,
  'a loop': looped,
  'params that throw': () => getter('params'),
  'params of odd values': () => ({
    params: { 'media.id': Symbol('x'), 'media.length': 10n, 'media.name': bare(), 'media.show': NaN, 'media.ad.id': bare() },
    customMetadata: { my: bare(), 'a b': 'x', other: Symbol('x') },
  }),
  'params with a getter that throws': () => ({ params: getter('media.name'), customMetadata: getter('my') }),
  'an object that cannot be written': () => ({ toString: boom, toJSON: boom, valueOf: boom, [Symbol.toPrimitive]: boom }),
  'a proxy that throws': () => new Proxy({}, traps),
  'a callable proxy that throws': () => new Proxy(() => {}, { ...traps, apply: boom }),
  'a revoked proxy': revoked,
  'a promise': () => Promise.resolve({}),
  'a promise of a string': () => Promise.resolve('x'),
  'a promise that is rejected': () => Promise.reject(new Error('odd')),
  'a promise that is rejected with something that cannot be shown': () => Promise.reject(bare()),
  'a promise that is never kept': () => new Promise(() => {}),
  'a thenable that throws': () => ({ then: boom }),
  'a thenable that throws as it is looked at': () => getter('then'),
  'a thenable that answers twice': () => ({ then: (keep: (x: unknown) => void) => (keep(1), keep(2), boom()) }),
  'a function that throws': () => boom,
  'a function': () => () => 'x',
};

/** The same, and what is thrown instead of being returned. */
export const outcomes: Readonly<Record<string, Odd>> = {
  ...odds,
  'a throw': boom,
  'a throw of something that cannot be shown': () => {
    throw bare();
  },
  'a throw of a proxy': () => {
    throw new Proxy({}, traps);
  },
  'a throw of nothing': () => {
    throw undefined;
  },
};
