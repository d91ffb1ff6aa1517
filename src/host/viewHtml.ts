/** The hash of no text: leave for an empty inline style element, and for no other. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** Addresses and the nonce that a view's page is made of. */
export interface ViewPage {
  readonly title: string;
  readonly nonce: string;
  /** VS Code's source expression for the extension's own files. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
}

/**
 * The page of a view: no remote content, one script by nonce, styles from the extension's folder, workers and images from Blobs only.
 * The chart library and the toolkit set styles through the CSSOM and constructed sheets, which need no leave; only the
 * toolkit's design tokens begin with an empty style element, which they fill by `insertRule`.
 */
export function viewHtml({ title, nonce, cspSource, script, style }: ViewPage): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} ${emptyStyle}`,
    `img-src blob:`,
    `worker-src blob:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>${title}</title>
</head>
<body>
<main id="app"></main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
