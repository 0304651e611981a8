import type { Consent, StartParams } from '@media-collection/core';

/** What is read of an `AppMeasurement` instance. */
export interface AppMeasurementLike {
  readonly account?: string;
  readonly trackingServer?: string;
  readonly trackingServerSecure?: string;
  readonly ssl?: unknown;
  readonly visitorID?: unknown;
  readonly analyticsVisitorID?: unknown;
  readonly marketingCloudVisitorID?: unknown;
  readonly audienceManagerLocationHint?: unknown;
  readonly visitor?: unknown;
  isReadyToTrack?(): boolean;
}

interface Visitor {
  readonly marketingCloudOrgID?: string;
  getCustomerIDs?(): Readonly<Record<string, { readonly id?: string; readonly authState?: number }>>;
}

/** The visitor's identity and the report suite, as AppMeasurement knows them now. */
export function identityOf(app: AppMeasurementLike): StartParams {
  const visitor = (app.visitor ?? {}) as Visitor;
  const ids: Record<string, object> = {};
  for (const [name, { id, authState = 0 }] of Object.entries(visitor.getCustomerIDs?.() ?? {}))
    if (id) ids[name] = { id, authState };
  return {
    'analytics.trackingServer': (app.ssl ? app.trackingServerSecure : '') || app.trackingServer,
    'analytics.reportSuite': app.account,
    'analytics.enableSSL': !!app.ssl,
    'analytics.visitorId': app.visitorID || undefined,
    'analytics.aid': app.analyticsVisitorID || undefined,
    'visitor.marketingCloudOrgId': visitor.marketingCloudOrgID,
    'visitor.marketingCloudUserId': app.marketingCloudVisitorID || undefined,
    'visitor.aamLocationHint': parseInt(app.audienceManagerLocationHint as string) || undefined,
    'visitor.customerIDs': Object.keys(ids)[0] ? ids : undefined,
  } as StartParams;
}

interface OptIn {
  readonly isComplete?: boolean;
  isApproved(category: string): boolean;
  fetchPermissions?(callback: () => void, shouldAutoSubscribe: boolean): void;
}

/** What Adobe's Experience Cloud ID service calls `OptInCategories.MEDIA_ANALYTICS`. */
const CATEGORY = 'mediaaa';

const optInService = (): OptIn | undefined => (globalThis as { adobe?: { optIn?: OptIn } }).adobe?.optIn;

/** What the visitor allows, by the opt-in service of the ID service, where the page has it. */
export function consentOf(): Consent {
  const optIn = optInService();
  // Everything is approved where the page's opt-in does not apply, though nothing was decided.
  return !optIn || optIn.isApproved(CATEGORY) ? 'in' : optIn.isComplete ? 'out' : 'pending';
}

/** Runs something when the visitor decides. */
export const onConsent = (run: () => void): void => optInService()?.fetchPermissions?.(run, true);
