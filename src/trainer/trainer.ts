import { Channel } from '../protocol/channel';
import { trainerVersion, type ClientSide, type TrainerSide } from '../protocol/trainerContract';
import { trainerFolders } from './folders';
import { processTransport } from './processTransport';
import { trainerHandlers } from './trainerHandlers';

// The worker's entry. It lives as long as its connection: Ctrl-C reaches the whole process group, and what follows from it is
// the client's decision.
process.on('SIGINT', () => undefined);
const channel: Channel<TrainerSide, ClientSide> = new Channel<TrainerSide, ClientSide>(processTransport(process), {
  version: trainerVersion,
  handlers: trainerHandlers(trainerFolders(), {
    run: (event) => channel.emit('run', event),
    progress: (progress) => channel.emit('progress', progress),
    log: (line) => channel.emit('log', line),
  }),
});
void channel.closed.then(() => process.exit(0));
