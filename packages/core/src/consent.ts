import type { TrackerOptions } from './options';

/** Whether the viewer agrees to being measured. */
export type Consent = 'in' | 'out' | 'pending';

/** What the viewer decided, and what waits for it. */
export interface Permission {
  readonly now: Consent;
  /** Runs at once, or when the viewer has agreed; never after a refusal. */
  when<T>(run: () => Promise<T>): Promise<T>;
  /** Answers whether there is consent now and was none, or the other way round; undefined: neither. */
  decide(decision: Consent): boolean | undefined;
}

/** Makes a permission; until something is decided there is one (D23). */
export function createPermission(): Permission {
  let now: Consent = 'in';
  let permit = (): void => {};
  let pending: Promise<void> | undefined;
  return {
    get now() {
      return now;
    },
    when: (run) => (pending ? pending.then(run) : run()),
    decide: (decision) => {
      const before = now;
      now = decision;
      if (decision === 'pending') pending ??= new Promise((resolve) => (permit = resolve));
      else {
        if (decision === 'in') permit();
        pending = undefined;
      }
      return decision === 'out'
        ? before === 'out'
          ? undefined
          : false
        : before === 'out' && decision === 'in'
          ? true
          : undefined;
    },
  };
}

/** What the page, or the browser where the page honours it, says of consent. */
export function consentOf({ consent, globalPrivacyControl }: TrackerOptions): Consent {
  const { navigator } = globalThis as { navigator?: { globalPrivacyControl?: boolean } };
  if (globalPrivacyControl && navigator?.globalPrivacyControl) return 'out';
  return (typeof consent === 'function' ? consent() : consent) ?? 'in';
}
