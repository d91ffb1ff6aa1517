import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { viewersPython } from './viewersPython';

/** A viewer's own server, which listens on the loopback address. */
export interface ViewerServer {
  readonly origin: string;
  /** Ends it and waits until it is gone. */
  dispose(): Promise<void>;
}

const startLimitMs = 60_000;

/** Starts a Python program that serves at the port it is given; resolves when it answers. */
export async function startServer(argumentsAt: (port: string) => readonly string[]): Promise<ViewerServer> {
  const port = await freePort();
  const child = spawn(viewersPython(), [...argumentsAt(String(port))], { stdio: 'ignore' });
  const gone = once(child, 'exit');
  const origin = `http://127.0.0.1:${port}`;
  const dispose = async (): Promise<void> => {
    child.kill();
    await gone;
  };
  for (const end = Date.now() + startLimitMs; Date.now() < end && child.exitCode === null;) {
    if (await answers(origin)) return { origin, dispose };
    await sleep(50);
  }
  await dispose();
  throw new Error(`No server came up at ${origin}.`);
}

async function answers(origin: string): Promise<boolean> {
  return fetch(origin, { method: 'HEAD' }).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
