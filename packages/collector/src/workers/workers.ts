export { startForwardWorker } from './forward';
export { startLakeWorker } from './lake';
export { startLiveWorker } from './live';
export { startSessionWorker } from './sessions';
