import type { Report } from '@media-collection/report';
import type { Call, Filter, Finding, MediaEvent, SessionSummary } from './model';

/** What the collector answers for one session. */
export interface Examination {
  readonly session: SessionSummary;
  readonly events: readonly MediaEvent[];
  readonly next: number;
  readonly more: boolean;
  readonly report: Report;
  readonly breaches: readonly Finding[];
  readonly refused: readonly Call[];
}

/** The collector has no such session, or refuses to show it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Reads the inspector's data; addresses are relative, so that the collector may stand behind any path. */
export interface Api {
  list(filter: Filter, after?: string): Promise<{ readonly items: readonly SessionSummary[]; readonly next: string | undefined }>;
  show(id: string, after: number): Promise<Examination>;
  clear(): Promise<void>;
  exportAddress(id: string): string;
  stream(): EventSource;
}

const queryOf = ({ text, breaches, refused, noEcid, open }: Filter): URLSearchParams =>
  new URLSearchParams({
    limit: '200',
    ...(text && { text }),
    ...(breaches && { breaches: 'true' }),
    ...(refused && { refused: 'true' }),
    ...(noEcid && { ecid: 'false' }),
    ...(open && { open: 'true' }),
  });

/** Makes the {@link Api} of the collector whose `/inspect/…` stands at a base address. */
export function createApi(base = ''): Api {
  async function ask(path: string, init?: RequestInit): Promise<Response> {
    const reply = await fetch(base + path, { cache: 'no-store', ...init });
    if (reply.ok) return reply;
    const { message } = (await reply.json().catch(() => ({}))) as { message?: string };
    throw new ApiError(reply.status, message ?? `The collector answered with ${reply.status}.`);
  }
  return {
    async list(filter, after) {
      const query = queryOf(filter);
      if (after !== undefined) query.set('after', after);
      const reply = await ask(`inspect/sessions?${query}`);
      const [, next] = /<\?([^>]*)>; rel="next"/.exec(reply.headers.get('link') ?? '') ?? [];
      const items = (await reply.json()) as SessionSummary[];
      return { items, next: next === undefined ? undefined : (new URLSearchParams(next).get('after') ?? undefined) };
    },
    show: async (id, after) =>
      (await (await ask(`inspect/sessions/${encodeURIComponent(id)}?limit=5000&after=${after}`)).json()) as Examination,
    clear: async () => void (await ask('inspect/sessions', { method: 'DELETE' })),
    exportAddress: (id) => `${base}inspect/sessions/${encodeURIComponent(id)}.ndjson`,
    stream: () => new EventSource(`${base}inspect/stream`),
  };
}
