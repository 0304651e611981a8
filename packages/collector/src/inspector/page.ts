import { script, scriptHash, style, styleHash } from './asset';

/** The inspector's page. */
export interface InspectorPage {
  readonly html: string;
  /** Its Content-Security-Policy. */
  readonly policy: string;
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect y='2' width='9' height='5' rx='1' fill='%231a7f4e'/%3E%3Crect x='10' y='2' width='6' height='5' rx='1' fill='%23c77700'/%3E%3Crect y='9' width='5' height='5' rx='1' fill='%23c77700'/%3E%3Crect x='6' y='9' width='10' height='5' rx='1' fill='%231a7f4e'/%3E%3C/svg%3E";

const rules = {
  'default-src': "'none'",
  'script-src': `'sha256-${scriptHash}'`,
  'style-src': `'sha256-${styleHash}'`,
  'img-src': 'data:',
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
};

/** One document that holds all it needs, so that it works under any path and loads nothing from elsewhere. */
export const page: InspectorPage = {
  html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Media collector</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${icon}">
<style>${style}</style>
</head>
<body>
<div id="app"><noscript>The inspector needs JavaScript. Its data: <a href="inspect/sessions">inspect/sessions</a></noscript></div>
<script>${script}</script>
</body>
</html>
`,
  policy: Object.entries(rules)
    .map(([rule, sources]) => `${rule} ${sources}`)
    .join('; '),
};
