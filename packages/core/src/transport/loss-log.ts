import type { FailedRequest, LostReason } from './lane';

/** What a page can do about a loss, where its answer does not say more. */
const hints: Readonly<Record<LostReason, string>> = {
  refused: 'Is what was sent as the service wants it? See docs/guide/errors.md.',
  expired:
    'The service does not know the session any more: usual after ten silent minutes; else see that all below endpoint reaches it.',
  overflow: 'Too much waited for consent or for the network.',
  consent: 'The viewer did not agree.',
  left: 'The page went first; the option offline keeps it.',
  unanswered: 'It was sent while the page went, and may have arrived.',
  destroyed: 'The tracker was destroyed first.',
};

/** How a request went, in words. */
export const answered = ({ url, status }: FailedRequest): string => `${url} ${status ? `answered ${status}` : 'did not answer'}`;

/** Makes what stands in for `onLost`: says each kind of loss once on the console, with address, status and what to do (D41). */
export function createLossLog(): (event: object, reason: LostReason, detail?: string, request?: FailedRequest) => void {
  const said = new Set<string>();
  return (event, reason, detail, request) => {
    if (said.has(reason)) return;
    said.add(reason);
    const { eventType } = event as { eventType?: string };
    const isAddress = reason === 'refused' && /^(40[1345]|410)$/.test(String(request?.status));
    const what = [
      `${eventType} is lost (${reason})`,
      request && `: ${answered(request)}`,
      detail && `: ${detail.slice(0, 300)}`,
      `. ${isAddress ? 'Is endpoint right?' : hints[reason]} onLost hears of each one.`,
    ];
    console.warn(`media-collection: ${what.filter(Boolean).join('')}`);
  };
}
