import type { Answer } from './answer';
import type { RequestLike } from './request-like';
import type { CallDetails } from './call';
import { Refusal } from './refusal';

/** What answers the calls of one path. */
export interface Route {
  /** Which paths are meant; the first group, when there is one, is handed to `run`. */
  readonly path: RegExp;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** True when its calls are not passed to `onCall`, and its answers carry no CORS headers. */
  readonly isPrivate?: boolean;
  /** Answers a call of its method, or throws a {@link Refusal}. */
  run(request: RequestLike, part: string, notes: CallDetails): Promise<Answer | Response>;
}

/** Answers a call by the routes of its path; throws a {@link Refusal}: 404 when there is none, 405 for another method. */
export async function follow(
  routes: readonly Route[],
  request: RequestLike,
  path: string,
  notes: CallDetails,
  preflight: Answer,
): Promise<Answer | Response> {
  const [first] = routes;
  if (!first) throw new Refusal(404, `There is nothing at ${path.slice(0, 200)}.`);
  if (request.method === 'OPTIONS' && !first.isPrivate) return preflight;
  const route = routes.find(({ method }) => method === request.method);
  if (route) return route.run(request, route.path.exec(path)?.[1] ?? '', notes);
  const allowed = [...(first.isPrivate ? [] : ['OPTIONS']), ...routes.map(({ method }) => method)].join(', ');
  throw new Refusal(405, `This path takes ${allowed}, not ${request.method}.`, { Allow: allowed });
}
