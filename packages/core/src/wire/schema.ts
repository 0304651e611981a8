export { schemas, type Schema } from './json-schemas';
export { qoeTable, table } from './table';
export { validate, type Issue } from './validate';
