import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine that has one file, and notes what it was asked for. */
export interface ArchiveServer {
  readonly url: string;
  /** The `Range` header of each request, or `whole`. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** What to do with the request of this number, from 0, in place of sending everything asked for. */
export type Fault = (
  number: number,
) => { readonly status: number } | { readonly breakAfter: number } | { readonly holdAfter: number } | undefined;

/** Serves the bytes, by ranges where these are asked for. */
export async function serveArchive(bytes: Buffer, fault: Fault = () => undefined): Promise<ArchiveServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const number = requests.push(request.headers.range ?? 'whole') - 1;
    answer({ request, response, bytes, fault: fault(number) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a server on TCP has no other address
  return { url: `http://127.0.0.1:${port}/cifar-10-binary.tar.gz`, requests, close: () => close(server) };
}

function answer(o: {
  request: IncomingMessage;
  response: ServerResponse;
  bytes: Buffer;
  fault: ReturnType<Fault>;
}): void {
  const { request, response, bytes, fault } = o;
  if (fault !== undefined && 'status' in fault) return void response.writeHead(fault.status).end();
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const part = bytes.subarray(start);
  const range = { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
  response.writeHead(start > 0 ? 206 : 200, { 'content-length': part.length, ...(start > 0 ? range : {}) });
  if (fault === undefined) return void response.end(part);
  if ('breakAfter' in fault)
    response.write(part.subarray(0, fault.breakAfter), () => setTimeout(() => response.destroy(), 50));
  else if ('holdAfter' in fault) response.write(part.subarray(0, fault.holdAfter));
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
