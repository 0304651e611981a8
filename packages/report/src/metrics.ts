import { metricTable, type CallName } from './metric-table';

type Table = typeof metricTable;
type Kind<N extends keyof Table> = Table[N][3];
type ValueOf<K extends string> = K extends 'texts' ? readonly string[] : K extends `text${string}` ? string : number;
type Given = { readonly [N in keyof Table as Kind<N> extends `${string}?` ? never : N]: ValueOf<Kind<N>> };
type Perhaps = { readonly [N in keyof Table as Kind<N> extends `${string}?` ? N : never]?: ValueOf<Kind<N>> };

/** How a player state stood in a session: whether it was set (1), how often, and for how many seconds. */
export interface StateMetrics {
  readonly set: number;
  readonly count: number;
  readonly time: number;
}

/** The metrics of a session by their plain names; what each says stands in {@link metricTable}. Times in seconds. */
export type Metrics = Given &
  Perhaps & {
    /** By the name that the player gave. */
    readonly states: Readonly<Record<string, StateMetrics>>;
  };

/** Values by the names of Adobe Analytics, e.g. `a.media.timePlayed`. */
export type ContextData = Readonly<Record<string, number | string | readonly string[]>>;

const isStates = (value: Metrics[keyof Metrics]): value is Metrics['states'] =>
  typeof value === 'object' && !Array.isArray(value);

/** What XDM says of one thing. */
export type XdmDetails = Readonly<Record<string, number | string | boolean | readonly string[]>>;

/** A player state in XDM; `time` in seconds. */
export interface XdmState {
  readonly name: string;
  readonly isSet: boolean;
  readonly count: number;
  readonly time: number;
}

/** Values by the names of XDM, e.g. `mediaReporting.sessionDetails.timePlayed`. */
export interface Xdm {
  readonly mediaReporting: {
    readonly sessionDetails?: XdmDetails;
    readonly qoeDataDetails?: XdmDetails;
    readonly advertisingDetails?: XdmDetails;
    readonly chapterDetails?: XdmDetails;
    readonly states?: readonly XdmState[];
  };
}

/** Values under both of Adobe's names. */
export interface Named {
  readonly contextData: ContextData;
  readonly xdm: Xdm;
}

const rows = Object.entries<readonly [CallName, string, string, string]>(metricTable);

/** Two states whose names differ in case only are one in context data. */
function nameStates(states: Metrics['states']): ContextData {
  const named: Record<string, number> = {};
  for (const [name, state] of Object.entries(states))
    for (const [member, value] of Object.entries<number>({ ...state })) {
      const key = `a.media.states.${name.toLowerCase()}.${member}`;
      named[key] = member === 'set' ? value : (named[key] ?? 0) + value;
    }
  return named;
}

/** Puts metrics under the names that they have on these calls; those that stand on other calls, and absent ones, are left out. */
export function nameMetrics(metrics: Partial<Metrics>, calls: readonly CallName[]): Named {
  const contextData: Record<string, number | string | readonly string[]> = {};
  const groups: Record<string, Record<string, number | string | boolean | readonly string[]>> = {};
  const values = new Map(Object.entries(metrics));
  for (const [name, [call, key, path, kind]] of rows) {
    const value = values.get(name);
    if (!calls.includes(call) || value === undefined || isStates(value)) continue;
    if (key) contextData[`a.media.${key}`] = value;
    const [group, member] = path.split('.');
    if (group && member)
      (groups[group] ??= {})[member] = kind === 'flag' ? value !== 0 : kind === 'flagText' ? String(value !== 0) : value;
  }
  const states = metrics.states && Object.entries(metrics.states);
  return {
    contextData: { ...contextData, ...(metrics.states && nameStates(metrics.states)) },
    xdm: {
      mediaReporting: {
        ...groups,
        ...(states?.length && {
          states: states.map(([name, { set, count, time }]) => ({ name, isSet: set !== 0, count, time })),
        }),
      },
    },
  };
}
