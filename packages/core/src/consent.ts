import type { TrackerOptions } from './options';

/** Whether the viewer agrees to being measured. */
export type Consent = 'in' | 'out' | 'pending';

/** What the viewer decided, and what waits for it. */
export interface Permission {
  readonly now: Consent;
  /** Runs at once, or when the viewer has agreed; after a refusal gives `refused`, or never anything. */
  when<T>(run: () => Promise<T>, refused?: T): Promise<T>;
  /** Answers whether there may be consent now and was none, or the other way round; undefined: neither. */
  decide(decision: Consent): boolean | undefined;
}

/** Makes a permission; until something is decided there is one (D23). */
export function createPermission(): Permission {
  let now: Consent = 'in';
  let settle = (_given: boolean): void => {};
  let pending: Promise<boolean> | undefined;
  return {
    get now() {
      return now;
    },
    when: async (run, refused) => {
      let given = now !== 'out';
      // What was decided may have changed again by the time that it is known here.
      while (given && pending) given = await pending;
      return given && now !== 'out' ? run() : (refused ?? new Promise(() => {}));
    },
    decide: (decision) => {
      const before = now;
      now = decision;
      if (decision === 'pending') pending ??= new Promise((resolve) => (settle = resolve));
      else {
        settle(decision === 'in');
        pending = undefined;
      }
      return (before === 'out') === (decision === 'out') ? undefined : decision !== 'out';
    },
  };
}

/** What the page, or the browser where the page honours it, says of consent. */
export function consentOf({ consent, globalPrivacyControl }: TrackerOptions): Consent {
  const { navigator } = globalThis as { navigator?: { globalPrivacyControl?: boolean } };
  if (globalPrivacyControl && navigator?.globalPrivacyControl) return 'out';
  return typeof consent === 'function' ? consent() : (consent ?? 'in');
}
