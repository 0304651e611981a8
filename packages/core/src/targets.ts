import type { Adapter } from './adapter';
import type { Guard } from './guard';

/** Kept on the global object, because a script that is loaded twice creates trackers that do not know each other. */
const KEY = Symbol.for('media-collection.targets');

interface Claim {
  readonly name: string;
  /** Whether the adapter tracks this player or element now: players give elements back. */
  tracks(target: object): boolean;
}

const isObject = (value: unknown): value is object => !!value && typeof value === 'object';

/** Claims the player of an adapter and the element that it plays in, so that no other tracker reports the same viewings. */
export interface TargetClaim {
  /** Claims what is tracked now; false where another tracker already tracks it, with a warning that begins with `what` is done then. */
  take(what: string): boolean;
  release(): void;
}

/** Creates the claim of a tracker that does not share its player. */
export function createClaim(adapter: Adapter, guard: Guard, warn: (sentence: string) => void): TargetClaim {
  const page = globalThis as { [KEY]?: WeakMap<object, Claim> };
  const claims = (page[KEY] ??= new WeakMap());
  const tracked = (): object[] =>
    (guard('the element() of the adapter', () => [adapter.target, adapter.element?.()]) ?? []).filter(isObject);
  const own: Claim = { name: adapter.name, tracks: (target) => tracked().includes(target) };
  let held: readonly object[] = [];
  const release = (): void => {
    for (const target of held) if (claims.get(target) === own) claims.delete(target);
    held = [];
  };
  return {
    release,
    take: (what) => {
      release();
      const targets = tracked();
      const taken = targets.find((target) => claims.get(target)?.tracks(target));
      if (taken) {
        const { name } = claims.get(taken)!;
        warn(
          `${what}: another tracker already tracks its player or element (adapter ${name}), and each session would be reported twice. Destroy that tracker first, or set shared: true.`,
        );
        return false;
      }
      for (const target of targets) claims.set(target, own);
      held = targets;
      return true;
    },
  };
}
