import type { Adapter } from './adapter';
import type { Guard } from './guard';

/** Kept on the global object, because a script that is loaded twice creates trackers that do not know each other. */
const KEY = Symbol.for('media-collection.targets');

interface Claim {
  readonly name: string;
  readonly owner: object;
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

/** Creates the claim of a tracker (`owner`) to what its next adapter tracks; `isShared`: beside those of others. */
export function createClaim(
  adapter: Adapter,
  owner: object,
  isShared: boolean | undefined,
  guard: Guard,
  warn: (sentence: string) => void,
): TargetClaim {
  const page = globalThis as { [KEY]?: WeakMap<object, readonly Claim[]> };
  const claims = (page[KEY] ??= new WeakMap());
  const tracked = (): object[] =>
    (guard('the element() of the adapter', () => [adapter.target, adapter.element?.()]) ?? []).filter(isObject);
  const of = (target: object): readonly Claim[] => (claims.get(target) ?? []).filter((claim) => claim !== own);
  const own: Claim = { name: adapter.name, owner, tracks: (target) => tracked().includes(target) };
  let held: readonly object[] = [];
  const release = (): void => {
    for (const target of held) claims.set(target, of(target));
    held = [];
  };
  return {
    release,
    take: (what) => {
      const targets = tracked();
      // What it holds it keeps, also beside a tracker that shares it.
      const found = isShared ? [] : targets.filter((target) => !held.includes(target));
      const rivalOf = (target: object) => of(target).find((claim) => claim.owner !== owner && claim.tracks(target));
      const rival = found.map(rivalOf).find(Boolean);
      if (rival) {
        warn(
          `${what}: another tracker already tracks its player or element (adapter ${rival.name}), and each session would be reported twice. Destroy that tracker first, or set shared: true.`,
        );
        return false;
      }
      release();
      for (const target of targets) claims.set(target, [...of(target), own]);
      held = targets;
      return true;
    },
  };
}
