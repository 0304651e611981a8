import { systemClock } from './clock';
import type { PartialParams } from './wire/events';

type Params = PartialParams<'sessionStart'>;

/** Who the visitor is, as far as the page's Adobe scripts know: empty without them. */
export type VisitorParams = Pick<Params, 'visitor.marketingCloudUserId' | 'visitor.aamLocationHint'>;
/** Which installation of the page this is; empty where there is no page. */
export type InstallationParams = Pick<Params, 'appInstallationId'>;

/** A script that is not there, or does not answer, is waited for so long; a viewing without its visitor is better than none. */
const PATIENCE_MS = 3_000;
/** Asynchronous tag libraries put their scripts on the page when they like: so often they are looked for. */
const LOOK_MS = 100;

/**
 * Settles with what a script answers, or empty: when it is not there for 3 s, fails, or is silent for 3 s (`isPatient`: however
 * long it is silent). `ask` returns undefined while the script is not there. Never rejects.
 */
const within = (name: string, ask: () => PromiseLike<VisitorParams> | undefined, isPatient?: boolean): Promise<VisitorParams> =>
  new Promise((resolve) => {
    let wasThere = false;
    let isAsked = false;
    let left = PATIENCE_MS;
    let stop = (): void => {};
    const done = (params: VisitorParams = {}): void => {
      stop();
      resolve(params);
    };
    const wait = (): void => {
      if (isAsked && isPatient) return;
      if (left <= 0) {
        const what = wasThere ? 'did not respond' : 'was not on the page';
        console.warn(
          `media-collection: the visitor id is missing: ${name} ${what} within 3 s. Check that Adobe's script is loaded.`,
        );
        return done();
      }
      left -= LOOK_MS;
      stop = systemClock.after(LOOK_MS, () => (isAsked ? wait() : look()));
    };
    const look = (): void => {
      try {
        const answer = ask();
        isAsked = !!answer;
        if (isAsked && !wasThere) left = PATIENCE_MS;
        wasThere ||= isAsked;
        void answer?.then(done, (error: unknown) => {
          // The Web SDK says so of a command that came before `configure`.
          if (!/must be configured/.test(String(error))) return done();
          isAsked = false;
          if (isPatient) wait();
        });
      } catch {
        return done();
      }
      wait();
    };
    look();
  });

/** The two values as the wire has them; what has another form is left out. */
const paramsOf = (ecid: unknown, hint: unknown): VisitorParams => ({
  ...(typeof ecid === 'string' && ecid && { 'visitor.marketingCloudUserId': ecid }),
  ...(/^\d+$/.test(String(hint)) && { 'visitor.aamLocationHint': Number(hint) }),
});

interface Visitor {
  getVisitorValues(callback: (values: { MCMID?: unknown; MCAAMLH?: unknown }) => void, fields: readonly string[]): void;
}
interface Identity {
  identity?: { ECID?: unknown };
  edge?: { regionId?: unknown };
}
interface AdobeScripts {
  Visitor?: { getInstance(orgId: string): Visitor };
  [alloy: string]: unknown;
}
// What a page has on its window, nobody can know.
const page = globalThis as unknown as AdobeScripts;

/**
 * Reads ECID and location hint from the page's Experience Cloud ID Service (`VisitorAPI.js`); loads nothing.
 * Resolves to `{}` when the script fails, or is not there or silent for 3 s: then with a warning on the console.
 */
export const ecidFromVisitor = (orgId: string): Promise<VisitorParams> =>
  within('Visitor', () => {
    const { Visitor } = page;
    // A page may make the object before the script fills it.
    if (typeof Visitor?.getInstance !== 'function') return undefined;
    const fields = ['MCMID', 'MCAAMLH'];
    return new Promise((resolve) =>
      Visitor.getInstance(orgId).getVisitorValues(({ MCMID, MCAAMLH }) => resolve(paramsOf(MCMID, MCAAMLH)), fields),
    );
  });

/** How the Web SDK is asked. */
export interface AlloyOptions {
  /** The Web SDK answers nothing while its own consent is pending: waits for that as long as it takes, not 3 s. */
  waitForConsent?: boolean;
}

/**
 * Reads the ECID and, if available, the region from the page's Web SDK (`alloy.js`); loads nothing.
 * Resolves to `{}` when it fails, or when there is no such instance or no answer for 3 s: then with a warning on the console.
 */
export const ecidFromAlloy = (instanceName = 'alloy', options?: AlloyOptions): Promise<VisitorParams> =>
  within(
    instanceName,
    () => {
      const alloy = page[instanceName] as ((command: string, options: object) => PromiseLike<Identity>) | undefined;
      return typeof alloy === 'function' ? ask(alloy) : undefined;
    },
    options?.waitForConsent,
  );
const ask = async (alloy: (command: string, options: object) => PromiseLike<Identity>): Promise<VisitorParams> => {
  const { identity, edge } = await alloy('getIdentity', { namespaces: ['ECID'] });
  return paramsOf(identity?.ECID, edge?.regionId);
};

const KEY = 'media-collection.appInstallationId';
/** Where storage is refused, an id lasts as long as the page. */
const memory = new Map<string, string>();

/** `crypto.randomUUID` is not there on plain http, and `crypto` not everywhere; chance tells installations apart, too. */
function createUuid(): string {
  const bytes = Uint8Array.from({ length: 16 }, () => Math.random() * 256);
  globalThis.crypto?.getRandomValues?.(bytes);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/**
 * A random id of this installation, kept in `localStorage` from the first call on, or in memory where storage is refused.
 * It is a stored identifier: call it only for a viewer who consents, and {@link forgetAppInstallationId} when that ends.
 */
export function appInstallationId(key: string = KEY): InstallationParams {
  // A server would give all of its visitors one id.
  if (typeof window === 'undefined') return {};
  let id: string;
  try {
    id = localStorage.getItem(key) ?? '';
    if (!/^[\w-]{8,64}$/.test(id)) id = createUuid();
    localStorage.setItem(key, id);
  } catch {
    id = memory.get(key) ?? createUuid();
    memory.set(key, id);
  }
  return { appInstallationId: id };
}

/** Takes the id of this installation out of storage and memory; the next one is another. */
export function forgetAppInstallationId(key: string = KEY): void {
  memory.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // What cannot be read was not kept.
  }
}
