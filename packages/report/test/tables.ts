import { calculatedMetrics, metricTable, rules } from '@media-collection/report';
import { meanings, metricGroups } from '@media-collection/report/meanings';

const table = (...rows: readonly (readonly string[])[]): string => rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
const rule = (count: number): string[] => Array.from({ length: count }, () => '---');
const code = (word: string): string => (word ? `\`${word}\`` : '');
/** The lines of one cell. */
const cell = (...lines: readonly (string | false | undefined)[]): string => lines.filter(Boolean).join('<br>');
const isMetric = (name: string): name is keyof typeof metricTable => Object.hasOwn(metricTable, name);

/** The table of names in the README. */
export const namesTable = (): string =>
  table(
    ['metric', '`a.media.`…', '`mediaReporting.`…', 'on the call'],
    rule(4),
    ...Object.entries(metricTable).map(([name, [call, contextData, xdm]]) => [code(name), code(contextData), code(xdm), call]),
  );

/** The table of lint rules in the README. */
export const rulesTable = (): string =>
  table(
    ['rule', 'severity', 'what it says'],
    rule(3),
    ...Object.entries(rules).map(([name, { severity, says }]) => [code(name), severity, says]),
  );

const addresses = (name: string): readonly string[] => {
  if (!isMetric(name)) return [code('a.media.states.….set'), code('mediaReporting.states[]')];
  const [, contextData, xdm] = metricTable[name];
  return [contextData && code(`a.media.${contextData}`), code(xdm)];
};

function metricRow(name: keyof typeof meanings): string[] {
  const { analytics, cja, page, meaning, computation, switchedOnBy } = meanings[name];
  const isSame = analytics.toLowerCase() === cja.toLowerCase();
  return [
    cell(page ? `[${analytics}](${page})` : analytics, !isSame && `CJA: ${cja}`, code(name)),
    cell(meaning, `*${computation}*`),
    cell(...addresses(name)),
    switchedOnBy,
  ];
}

function disagreementRow(name: keyof typeof meanings): string[][] {
  const { analytics, disagreement } = meanings[name];
  return disagreement ? [[analytics, disagreement.one, disagreement.other, disagreement.choice]] : [];
}

const names = Object.values(metricGroups).flat();

/** Every group of metrics, with its meaning, computation, names and switch. */
export const meaningTables = (): string =>
  Object.entries(metricGroups)
    .map(
      ([group, members]) =>
        `### ${group}\n\n${table(['name', 'what it says, and *how it is computed*', 'context data, XDM', 'switched on by'], rule(4), ...members.map(metricRow))}`,
    )
    .join('\n');

/** Where Adobe's pages disagree. */
export const disagreementTable = (): string => {
  // Five progress markers share one disagreement.
  const rows = names.flatMap(disagreementRow).filter(([name]) => !/^(25|50|75|95)%/.test(name!));
  return table(
    ['metric', 'one reading', 'the other', '`report()`'],
    rule(4),
    ...rows.map(([name, ...cells]) => [name!.replace('10% progress marker', 'Progress markers'), ...cells]),
  );
};

/** Adobe's calculated metrics. */
export const calculatedTable = (): string =>
  table(
    ['calculated metric', 'numerator', 'denominator'],
    rule(3),
    ...Object.entries(calculatedMetrics).map(([name, [above, below]]) => [
      name,
      meanings[above].analytics,
      meanings[below].analytics,
    ]),
  );
