import { rules } from '../rules/rules';
import type { Finding, JudgedSession } from './judge';
import { countOf, titleOf } from './print';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** XML has no way to write most control characters. */
const escape = (words: string): string => words.replace(/\p{Cc}/gu, ' ').replace(/[&<>"]/g, (character) => entities[character]!);

const line = ({ at, message }: Finding): string => `${at === undefined ? '' : `${at} s: `}${message}`;

/** One test for each rule; a breach fails it, an advice is output. */
function suite(session: JudgedSession): string {
  const name = escape(titleOf(session));
  const names = [...Object.keys(rules), 'refused', 'repeated'];
  const cases = names.map((rule) => {
    const found = session.findings.filter((finding) => finding.rule === rule);
    const lines = escape(found.map(line).join('\n'));
    const open = `    <testcase classname="${name}" name="${rule}"`;
    if (!found.length) return `${open} />`;
    return found.some(({ severity }) => severity === 'breach')
      ? `${open}>\n      <failure message="${escape(line(found[0]!))}">${lines}</failure>\n    </testcase>`
      : `${open}>\n      <system-out>${lines}</system-out>\n    </testcase>`;
  });
  const failures = cases.filter((each) => each.includes('<failure')).length;
  return [`  <testsuite name="${name}" tests="${cases.length}" failures="${failures}">`, ...cases, '  </testsuite>'].join('\n');
}

/** Writes what was found as JUnit XML, for the test reports of a CI. */
export function toJUnit(sessions: readonly JudgedSession[]): string {
  const suites = sessions.map(suite);
  const failures = suites.join('\n').match(/<failure /g)?.length ?? 0;
  const tests = suites.join('\n').match(/<testcase /g)?.length ?? 0;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="media-collection lint" tests="${tests}" failures="${failures}">`,
    `  <!-- ${countOf(sessions, 'breach')} breaches, ${countOf(sessions, 'advice')} advice -->`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}
