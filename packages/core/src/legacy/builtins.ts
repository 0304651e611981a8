/**
 * What the sources call of JavaScript's library and engines from Chromium 63 on may lack. Each is added where it is missing, as the
 * standard says (not enumerable), because players and pages on televisions load polyfills of the same kind.
 */
const add = (target: object, name: string, value: unknown): void => {
  if (!(name in target)) Object.defineProperty(target, name, { value, configurable: true, writable: true });
};

/** The last index that fits; -1 where none does. */
function lastIndex<T>(this: ArrayLike<T>, fits: (value: T, index: number, all: ArrayLike<T>) => unknown): number {
  let index = this.length;
  while (index--) if (fits(this[index]!, index, this)) break;
  return index;
}

/** The elements, and those of the arrays among them down to a depth. */
function flat(this: readonly unknown[], depth = 1): unknown[] {
  return this.reduce<unknown[]>(
    (all, value) => all.concat(Array.isArray(value) && depth > 0 ? flat.call(value as unknown[], depth - 1) : [value]),
    [],
  );
}

// Chromium 71.
add(self, 'globalThis', self);
// Chromium 73.
add(Object, 'fromEntries', (entries: Iterable<[string, unknown]>) => {
  const object: Record<string, unknown> = {};
  for (const [key, value] of entries) object[key] = value;
  return object;
});
// Chromium 93.
add(Object, 'hasOwn', (object: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(object, key));
// Chromium 69.
add(Array.prototype, 'flat', flat);
add(Array.prototype, 'flatMap', function (this: unknown[], map: (value: unknown) => unknown) {
  return flat.call(this.map(map));
});
// Chromium 92.
add(Array.prototype, 'at', function (this: unknown[], index: number) {
  return this[index < 0 ? this.length + index : index];
});
// Chromium 97.
add(Array.prototype, 'findLastIndex', lastIndex);
add(Array.prototype, 'findLast', function (this: unknown[], fits: (value: unknown) => unknown) {
  return this[lastIndex.call(this, fits)];
});
