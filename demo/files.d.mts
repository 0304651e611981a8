/** What a file is sent with. */
export interface FileResponse {
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(text: string): unknown;
}

/** Makes what serves the pages, their scripts, the built packages and the players; its result is false for any other path. */
export function createFiles(): (url: URL, response: FileResponse, collectorUrl: string) => Promise<boolean>;
