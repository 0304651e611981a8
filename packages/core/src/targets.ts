import type { Adapter } from './adapter';

/** Kept on the global object, because a script that is loaded twice creates trackers that do not know each other. */
const KEY = Symbol.for('media-collection.targets');

type Targets = WeakMap<object, { readonly tracker: object; readonly name: string }>;

/**
 * Claims a player for a tracker. Returns a function that releases it; undefined, with a warning, where another tracker
 * has claimed it, unless it is shared: every viewing would be reported twice.
 */
export function claim(
  { target, name }: Pick<Adapter, 'target' | 'name'>,
  tracker: object,
  isShared: boolean | undefined,
  warn: (sentence: string) => void,
): (() => void) | undefined {
  const page = globalThis as { [KEY]?: Targets };
  const targets = (page[KEY] ??= new WeakMap());
  if (!target || typeof target !== 'object' || isShared) return () => {};
  const first = targets.get(target);
  if (first && first.tracker !== tracker) {
    warn(
      `attach is ignored: another tracker already tracks this player (adapter ${first.name}), and each session would be reported twice. Destroy that tracker first, or set shared: true.`,
    );
    return undefined;
  }
  targets.set(target, { tracker, name });
  return () => void targets.delete(target);
}
