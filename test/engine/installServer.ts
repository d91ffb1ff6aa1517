import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What the server does with one request. */
export type Behaviour = 'whole' | 'stops' | 'ignores ranges' | 'wrong bytes' | 'too short' | 'missing' | 'busy';

export interface FileServer {
  readonly origin: string;
  /** The range of each request in turn, '' where it asked for all. */
  readonly ranges: readonly string[];
  /** Breaks all connections. */
  readonly breakOff: () => void;
  readonly close: () => Promise<void>;
}

/** Serves one file on this machine at any path; the nth request is answered by the nth behaviour, those after the last by the last. */
export async function serveFile(content: Buffer, behaviours: readonly Behaviour[]): Promise<FileServer> {
  const ranges: string[] = [];
  const server = createServer((request, response) => {
    const behaviour = behaviours[Math.min(ranges.length, behaviours.length - 1)] ?? 'whole';
    ranges.push(request.headers.range ?? '');
    answers[behaviour](content, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const breakOff = () => server.closeAllConnections();
  const close = async () => {
    breakOff();
    await new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://127.0.0.1:${address.port}`, ranges, breakOff, close };
}

type Answer = (content: Buffer, request: IncomingMessage, response: ServerResponse) => void;

const answers: Readonly<Record<Behaviour, Answer>> = {
  whole: (content, request, response) => {
    begin(content, request, response).end(rest(content, request));
  },
  stops: (content, request, response) => {
    const part = rest(content, request);
    begin(content, request, response).write(part.subarray(0, part.length >> 1));
  },
  'ignores ranges': (content, _request, response) => {
    response.writeHead(200, { 'content-length': content.length }).end(content);
  },
  'wrong bytes': (content, request, response) => {
    begin(content, request, response).end(Buffer.alloc(rest(content, request).length));
  },
  'too short': (content, _request, response) => {
    response.writeHead(200, { 'content-length': content.length - 1 }).end(content.subarray(1));
  },
  missing: (_content, _request, response) => {
    response.writeHead(404).end();
  },
  busy: (_content, _request, response) => {
    response.writeHead(503).end();
  },
};

function startOf(request: IncomingMessage): number {
  return Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
}

function rest(content: Buffer, request: IncomingMessage): Buffer {
  return content.subarray(startOf(request));
}

function begin(content: Buffer, request: IncomingMessage, response: ServerResponse): ServerResponse {
  const { length } = content;
  const start = startOf(request);
  if (start === 0) return response.writeHead(200, { 'content-length': length });
  const range = `bytes ${start}-${length - 1}/${length}`;
  return response.writeHead(206, { 'content-length': length - start, 'content-range': range });
}
