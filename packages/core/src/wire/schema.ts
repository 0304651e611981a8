export { schemas, type Schema } from './json-schemas';
export { qoeTable, table } from './table';
export { validate, type Issue } from './validate';
export { eventsOf } from './edge/event';
export { edgeSchemas, edgeTypes, validateEdge } from './edge/schema';
