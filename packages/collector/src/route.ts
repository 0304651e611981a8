import { answer, type Answer } from './answer';
import type { Asked } from './asked';
import type { Notes } from './call';
import { Refusal } from './refusal';

/** What answers the calls of one path. */
export interface Route {
  /** Which paths are meant; the first group, when there is one, is handed to `run`. */
  readonly path: RegExp;
  readonly method: 'GET' | 'POST';
  /** True when its calls are not told to `onCall`. */
  readonly isUntold?: boolean;
  /** Answers a call of its method, or throws a {@link Refusal}. */
  run(request: Asked, part: string, notes: Notes): Promise<Answer | Response>;
}

/** Answers a call by the route of its path; throws a {@link Refusal}: 404 when there is none, 405 for another method. */
export async function follow(route: Route | undefined, request: Asked, path: string, notes: Notes): Promise<Answer | Response> {
  if (!route) throw new Refusal(404, `There is nothing at ${path}.`);
  if (request.method === 'OPTIONS') return answer(204);
  if (request.method === route.method) return route.run(request, route.path.exec(path)?.[1] ?? '', notes);
  const allowed = `OPTIONS, ${route.method}`;
  throw new Refusal(405, `This path takes ${allowed}, not ${request.method}.`, { Allow: allowed });
}
