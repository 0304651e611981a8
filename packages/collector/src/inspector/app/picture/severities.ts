import type { Finding, MediaEvent } from '../data/model';

/** What distinguishes events of a session. */
const keyOf = (event: unknown): string => {
  const { eventType, playerTime } = (event ?? {}) as Partial<MediaEvent>;
  return `${eventType} ${playerTime?.ts}`;
};

/** The findings about an event. */
export function findingsOf(findings: readonly Finding[], event: MediaEvent): Finding[] {
  const key = keyOf(event);
  return findings.filter((finding) => keyOf(finding.event) === key);
}

/** Returns how bad what is wrong with an event is; undefined for nothing. */
export function severities(findings: readonly Finding[]): (event: MediaEvent) => Finding['severity'] | undefined {
  const found = new Map<string, Finding['severity']>();
  for (const { event, severity } of findings) {
    const key = keyOf(event);
    if (found.get(key) !== 'breach') found.set(key, severity);
  }
  return (event) => found.get(keyOf(event));
}
