/** What a reply of the Edge Network says, as far as it is read. */
export interface Answer {
  readonly handle?: unknown;
  readonly errors?: unknown;
  readonly warnings?: unknown;
  readonly type?: unknown;
  readonly title?: unknown;
  readonly detail?: unknown;
  readonly report?: { readonly details?: unknown; readonly message?: unknown };
}

/** A handle of a reply: something that the service wants kept. */
export interface Handle {
  readonly type?: unknown;
  readonly payload?: unknown;
}

/** Reads a body; an empty answer where it is no JSON object. */
export const answerIn = (text: string | undefined): Answer => {
  try {
    return (JSON.parse(text!) ?? {}) as Answer;
  } catch {
    return {};
  }
};

export const handlesOf = ({ handle }: Answer): readonly Handle[] =>
  Array.isArray(handle) ? (handle as Handle[]).filter(Boolean) : [];

/** The id of the session that an answer opens, wherever in its handles it stands; undefined when it opens none. */
export const sessionIn = (answer: Answer): string | undefined =>
  handlesOf(answer)
    .filter(({ type }) => type === 'media-analytics:new-session')
    .flatMap(({ payload }) => payload as { sessionId?: unknown } | undefined)
    .map((item) => item?.sessionId)
    .find((id): id is string => typeof id === 'string' && !!id.trim());
