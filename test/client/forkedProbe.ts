import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { childTransport } from '../../src/client/childTransport';
import { Channel } from '../../src/protocol/channel';
import type { Transport } from '../../src/protocol/transport';
import { processTransport } from '../../src/trainer/processTransport';
import { probeHandlers, type AskerSide, type ProbeSide } from './probeContract';

const role = 'RESNET_TEST_PROBE_VERSION';

/** Whether this process was forked to be the probe; then it is one from now on. */
export function servesAsProbe(): boolean {
  const version = process.env[role];
  if (version === undefined) return false;
  const channel: Channel<ProbeSide, AskerSide> = new Channel<ProbeSide, AskerSide>(processTransport(process), {
    version,
    handlers: probeHandlers((tick) => channel.emit('tick', tick)),
  });
  void channel.closed.then(() => process.exit(0));
  return true;
}

/** Forks this test file as a probe of a version. */
export function forkProbe(version: string): { readonly transport: Transport; readonly child: ChildProcess } {
  const child = fork(__filename, { env: { ...process.env, [role]: version }, serialization: 'advanced', execArgv: [] });
  const ended = once(child, 'exit').then(() => 'The probe ended.');
  return { transport: childTransport(child, ended), child };
}
