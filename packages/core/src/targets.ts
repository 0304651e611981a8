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
  /** Claims what is tracked now; false, with a warning, where another tracker already tracks it; `what`: how the warning begins. */
  take(what: string): boolean;
  release(): void;
}

/** A sandbox may freeze its global object: there each copy of the library has its own claims. */
const fallback = new WeakMap<object, readonly Claim[]>();
function claimsOfPage(): WeakMap<object, readonly Claim[]> {
  const page = globalThis as { [KEY]?: WeakMap<object, readonly Claim[]> };
  try {
    return (page[KEY] ??= fallback);
  } catch {
    return fallback;
  }
}

/** Creates the claim of a tracker (`owner`) to what its next adapter tracks; `isShared`: beside those of others. */
export function createClaim(
  adapter: Adapter,
  owner: object,
  isShared: boolean | undefined,
  guard: Guard,
  warn: (sentence: string) => void,
): TargetClaim {
  const claims = claimsOfPage();
  const read = <T>(what: string, get: () => T): T | undefined => guard(`${what} of the adapter`, get);
  const tracked = (): object[] =>
    [read('target', () => adapter.target), read('element()', () => adapter.element?.())].filter(isObject);
  const of = (target: object): readonly Claim[] => (claims.get(target) ?? []).filter((claim) => claim !== own);
  const own: Claim = {
    name: read('name', () => adapter.name) ?? 'unknown',
    owner,
    tracks: (target) => tracked().includes(target),
  };
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
