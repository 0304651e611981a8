import { createCollector } from '@media-collection/collector';

const collector = createCollector();

/** The collector of `@media-collection/collector` is a function from a request to a response, as a route of Next.js is. */
export const POST = (request: Request) => collector(request);
