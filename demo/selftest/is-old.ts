/** Whether this engine needs the builds for older engines: asked before what it lacks is added. */
export const isOld: boolean = !('findLastIndex' in Array.prototype);
