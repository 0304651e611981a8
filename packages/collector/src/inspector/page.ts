/** The inspector's page. */
export interface InspectorPage {
  readonly html: string;
  /** Its Content-Security-Policy. */
  readonly policy: string;
}

/** A page that says where the data is. */
export const page: InspectorPage = {
  html: `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Media collector</title>
  <p>The sessions: <a href="inspect/sessions">inspect/sessions</a></p>
</html>
`,
  policy: "default-src 'none'",
};
