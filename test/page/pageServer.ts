import { createReadStream, existsSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Two origins on the loopback address, as a webview has: one for the document, one for files. */
export interface PageServer {
  readonly pageUrl: string;
  readonly fileOrigin: string;
  /** The address of a file below the working directory or the temporary folder. */
  readonly asUri: (file: string) => string;
  close(): Promise<void>;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Serves the document, made anew for each request, and files. */
export async function startPageServer(document: () => string): Promise<PageServer> {
  const pages = createServer((request, response) => {
    if (request.url !== '/') return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(document());
  });
  const files = createServer(serveFile);
  const pageUrl = await listen(pages);
  const fileOrigin = await listen(files);
  return {
    pageUrl: `${pageUrl}/`,
    fileOrigin,
    asUri: (file) => fileOrigin + path.resolve(file).split(path.sep).map(encodeURIComponent).join('/'),
    close: async () => {
      await Promise.all([pages, files].map(close));
    },
  };
}

const serveFile: RequestListener = (request, response) => {
  const file = path.resolve(decodeURIComponent(new URL(request.url ?? '/', 'http://files').pathname));
  const allowed = [process.cwd(), tmpdir()].some((folder) => file.startsWith(folder + path.sep));
  if (!allowed || !existsSync(file)) return void response.writeHead(404).end();
  const contentType = contentTypes[path.extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': contentType, 'access-control-allow-origin': '*' });
  return void createReadStream(file).pipe(response);
};

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(originOf(server)));
  });
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
