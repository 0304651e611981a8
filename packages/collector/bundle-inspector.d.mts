/** A part of the inspector's page as texts, and the files that it was made of. */
export interface InspectorBundle {
  readonly script: string;
  readonly style: string;
  readonly inputs: readonly string[];
}
export function bundleInspector(entry?: string, format?: 'iife' | 'esm'): Promise<InspectorBundle>;
export function inspectorAsset(): {
  name: string;
  load(id: string): Promise<string | null>;
};
