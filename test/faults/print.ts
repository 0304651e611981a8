import type { Run } from './run';
import type { Viewing } from './step';

const at = (ms: number): string => `${(ms / 1_000).toFixed(3).padStart(10)} s `;

/** A run in words: what the viewer did, what befell the network, what was sent and what came back, and what was lost. */
export function print({ steps, ...how }: Viewing, { attempts, log, lost, warnings }: Run): string {
  const lines: (readonly [ms: number, text: string])[] = [
    ...steps.map(([ms, ...rest]) => [ms, JSON.stringify(rest)] as const),
    ...log.map(({ ms, what }) => [ms, `    ! ${what}`] as const),
    ...attempts.map(({ body, given, answered, sentAt, session, takenAt, type }) => {
      const { ts } = (JSON.parse(body) as { playerTime: { ts: number } }).playerTime;
      const taken = takenAt.map((ms) => ` taken at ${(ms / 1_000).toFixed(3)}`).join('');
      return [
        sentAt,
        `  > ${type} ${ts} of ${session ?? 'no session yet'}:${taken} answered ${answered ?? 'nothing'} ${given ?? ''}`,
      ] as const;
    }),
    ...lost.map(({ body, reason, at: ms }) => [ms, `    x ${reason}: ${body}`] as const),
  ];
  return [
    JSON.stringify(how),
    ...lines.toSorted(([one], [other]) => one - other).map(([ms, text]) => at(ms) + text),
    ...warnings,
  ].join('\n');
}
