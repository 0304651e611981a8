import type { Answer } from './answer';

/** A datastream that answers, and opens no session. */
export const NO_MEDIA = 'the datastream opens no session: switch on Media Analytics in its advanced options, under Datastreams';

/** What to set up, by the code of the problem and what it says. */
const help: readonly (readonly [RegExp, string])[] = [
  [/0301-|consent/i, 'consent is refused: see Default consent of the Web SDK, under Privacy, and its command setConsent'],
  [/0003-400|invalid datastream/i, 'copy datastreamId from Datastreams'],
  [/-401$|0500-/, 'set the access type of the datastream to mixed authentication, under Datastreams'],
  [/-422$/, 'enable the datastream under Datastreams, and create the namespaces of identityMap under Identities'],
  [/-413$/, 'it is longer than 64 KB'],
  [/va-edge-0400-400/, 'add the field group MediaAnalytics Interaction Details to the schema of the datastream, under Schemas'],
];

const listOf = (value: unknown): readonly Answer[] => (Array.isArray(value) ? (value as Answer[]) : []);

/** What went wrong in words: what the service says, and what to set up. */
export function explain(problem: Answer, status: number): string {
  const { type, title, detail, report } = problem;
  const details = report?.details ?? report?.message ?? detail ?? title ?? status;
  const explanation = Array.isArray(details)
    ? details.map(({ name, reason }: { name?: unknown; reason?: unknown } = {}) => `${String(reason)} ${String(name)}`).join(', ')
    : String(details);
  const hint = help.find(([test]) => test.test(`${String(title)} ${explanation} ${String(type ?? `-${status}`)}`))?.[1];
  return `the Edge Network answered ${status}: ${explanation.slice(0, 300)}${hint ? `: ${hint}` : ''}`;
}

/** What a reply of 2xx refuses all the same; `opens` without a session, anything else with an error. */
export function refusalIn(answer: Answer, status: number, opens: boolean): string | undefined {
  const errors = listOf(answer.errors);
  const [problem] = [...errors, ...listOf(answer.warnings).filter(({ type }) => /0301-/.test(String(type)))];
  return problem ? explain(problem, status) : opens ? NO_MEDIA : undefined;
}
