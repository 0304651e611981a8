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

/** The objects of a list. */
const listOf = <T>(value: unknown): readonly T[] =>
  Array.isArray(value) ? (value as T[]).filter((item) => item instanceof Object) : [];
/** Whatever JSON holds, as text. */
const textOf = (value: unknown): string => (value instanceof Object ? JSON.stringify(value) : String(value));

/** What went wrong in words: what the service says, and what to set up. */
export function explain(problem: Answer, status: number): string {
  const { type, title, detail, report } = problem;
  const details = report?.details ?? report?.message ?? detail ?? title ?? status;
  const explanation = Array.isArray(details)
    ? listOf<{ name?: unknown; reason?: unknown }>(details)
        .map(({ name, reason }) => `${textOf(reason)} ${textOf(name)}`)
        .join(', ')
    : textOf(details);
  const hint = help.find(([test]) => test.test(`${textOf(title)} ${explanation} ${textOf(type ?? `-${status}`)}`))?.[1];
  return `the Edge Network responded ${status}: ${explanation.slice(0, 300)}${hint ? `: ${hint}` : ''}`;
}

/** What a reply of 2xx refuses all the same; `opens` without a session, anything else with an error. */
export function refusalIn(answer: Answer, status: number, opens: boolean): string | undefined {
  const errors = listOf<Answer>(answer.errors);
  const [problem] = [...errors, ...listOf<Answer>(answer.warnings).filter(({ type }) => /0301-/.test(textOf(type)))];
  return problem ? explain(problem, status) : opens ? NO_MEDIA : undefined;
}
