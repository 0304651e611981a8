/** Whether nobody outside this machine can reach an address. */
export function isLocal(host: string): boolean;

/** The addresses of a server that listens on `host`, in the form that URLs want; of all interfaces those that other devices can use. */
export function addressesOf(host: string): string[];

/** The names under which this machine may be known in its network. */
export function localNames(): string[];

/** Makes the check of a `Host` header: in a network a page whose name was re-pointed to this machine must not reach the demo. */
export function nameCheck(host: string): (header: string) => boolean;
