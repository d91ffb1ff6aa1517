import { createServer } from 'node:net';

/** The same port each time, so that the browser keeps its VS Code layout; if it is taken, any other. */
const usual = 8377;

/** A port of the loopback address that nothing listens on. */
export async function freePort() {
  return (await probe(usual)) ?? (await probe(0));
}

function probe(port) {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const { port: got } = server.address();
      server.close(() => resolve(got));
    });
  });
}
