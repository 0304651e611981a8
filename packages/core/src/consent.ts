import type { TrackerOptions } from './options';

/** Whether the viewer consents to being measured. */
export type Consent = 'in' | 'out' | 'pending';

/** The decision of the viewer, and what waits for it. */
export interface Permission {
  readonly now: Consent;
  /** Runs at once, or when the viewer has consented. After a refusal it resolves to `refused`; without that it never settles. */
  when<T>(run: () => Promise<T>, refused?: T): Promise<T>;
  /** Sets the decision. True when consent is no longer refused, false when it is refused now, undefined when neither changed. */
  decide(decision: Consent): boolean | undefined;
}

/** Creates a permission; until a decision comes, consent is assumed (D23). */
export function createPermission(): Permission {
  let settle: ((given: boolean) => void) | undefined;
  let pending: Promise<boolean> | undefined;
  /** Runs once the viewer has decided; the decision may have changed again before its promise resolves. */
  const whenDecided = async <T>(run: () => Promise<T>, refused?: T): Promise<T> => {
    let given = permission.now !== 'out';
    while (given && pending) given = await pending;
    return given && permission.now !== 'out' ? run() : (refused ?? new Promise(() => {}));
  };
  // A member, and no getter: V8 keeps 128 bytes more for an object with one.
  const permission: { now: Consent } & Permission = {
    now: 'in',
    // Most events are sent with consent: they need no further promise.
    when: (run, refused) => (permission.now === 'in' && !pending ? run() : whenDecided(run, refused)),
    decide: (decision) => {
      const before = permission.now;
      permission.now = decision;
      if (decision === 'pending') pending ??= new Promise((resolve) => (settle = resolve));
      else {
        settle?.(decision === 'in');
        pending = undefined;
      }
      return (before === 'out') === (decision === 'out') ? undefined : decision !== 'out';
    },
  };
  return permission;
}

/** Reads the consent from the page, and from the browser if the page honours Global Privacy Control. */
export function consentOf({ consent, globalPrivacyControl }: TrackerOptions): Consent {
  const { navigator } = globalThis as { navigator?: { globalPrivacyControl?: boolean } };
  if (globalPrivacyControl && navigator?.globalPrivacyControl) return 'out';
  return typeof consent === 'function' ? consent() : (consent ?? 'in');
}
