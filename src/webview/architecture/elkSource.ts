declare global {
  interface Window {
    /** Set by the script `elk.js`. */
    elkWorkerSource?: string;
  }
}

/** The page's own script, which only it itself can name, and only while it runs for the first time. */
const own = document.currentScript;

/** ELK's worker as text, by a script of its own beside the page's: it is larger than all else, and the first drawing needs none of it. */
export function loadElkSource(): Promise<string> {
  if (!(own instanceof HTMLScriptElement)) throw new Error('The page has no script of its own.');
  const script = document.createElement('script');
  script.nonce = own.nonce;
  script.src = new URL('elk.js', own.src).href;
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error('its script could not be loaded'));
    script.addEventListener('load', () => {
      if (window.elkWorkerSource === undefined) fail();
      else resolve(window.elkWorkerSource);
    });
    script.addEventListener('error', fail);
    document.head.append(script);
  });
}
