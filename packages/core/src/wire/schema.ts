export { schemas, type Schema } from './json-schemas';
export { qoeTable, table } from './table';
export { validate, type Issue } from './validate';
export { eventsOf } from './edge/event';
export { edgeSchemas, edgeTypes, validateEdge } from './edge/schema';
export { answerIn as edgeAnswerIn, sessionIn as edgeSessionIn } from './edge/answer';
export { bodyOf as edgeBodyOf, downloadedBodyOf as edgeDownloadedBodyOf, identitiesOf as edgeIdentitiesOf } from './edge/body';
export { explain as explainEdge, refusalIn as edgeRefusalIn } from './edge/refusal';
export { verdict as edgeVerdict } from './edge/verdict';
