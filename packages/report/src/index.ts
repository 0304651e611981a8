export { calculatedMetrics, summarize, type Summary } from './calculated';
export type { Call } from './calls';
export { createLint, lint, lintSessions, type Breach, type Linter } from './lint';
export { metricTable, type CallName } from './metric-table';
export type { ContextData, Metrics, Named, StateMetrics, Xdm, XdmDetails, XdmState } from './metrics';
export type { ReportOptions } from './options';
export { createReport, report, type Report, type Reporter } from './report';
export type { Rule, Severity } from './rules/rule';
export { rules, type RuleName } from './rules/rules';
