import type { FailedRequest, LostReason } from './lane';

/** Describes the outcome of a request. */
export const answered = ({ url, status }: FailedRequest): string =>
  `${url} ${status ? `responded ${status}` : 'did not respond'}`;

/** Creates the default for `onLost`: logs each kind of loss once, with address, status and likely cause (D41). */
export function createLossLog(): (event: object, reason: LostReason, detail?: string, request?: FailedRequest) => void {
  const logged = new Set<string>();
  return (event, reason, detail, request) => {
    if (logged.has(reason)) return;
    logged.add(reason);
    const isAddress = reason === 'refused' && /^(40[1345]|410)$/.test(String(request?.status));
    console.warn(
      [
        `media-collection: ${(event as { eventType?: string }).eventType} is lost (${reason})`,
        ...(request ? [answered(request)] : []),
        ...(detail ? [detail.slice(0, 300)] : []),
        isAddress ? 'is endpoint right?' : 'set onLost to receive all lost events.',
      ].join(': '),
    );
  };
}
