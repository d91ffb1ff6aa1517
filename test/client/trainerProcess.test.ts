import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { startTrainer, type TrainerProcess, type TrainerStart } from '../../src/client/trainerProcess';
import { isAlive, untilGone } from './isAlive';
import { scratchFolder, stub, writeStub, type ScratchFolder } from './stubScript';

const parentRole = 'RESNET_TEST_PARENT_OF';

/** As a parent that will crash: starts a worker, prints its id, and lives on. */
function servesAsParent(): boolean {
  const script = process.env[parentRole];
  if (script === undefined) return false;
  const trainer = startTrainer({ script, log: () => undefined });
  void trainer.channel.ready.then(() => process.stdout.write(`${trainer.pid ?? 0}\n`));
  return true;
}

if (!servesAsParent())
  describe('trainer process', function () {
    this.timeout(60_000);
    let scratch: ScratchFolder;
    let log: string[];
    let trainer: TrainerProcess | undefined;

    beforeEach(() => {
      scratch = scratchFolder();
      log = [];
    });

    afterEach(async () => {
      trainer?.kill();
      await trainer?.dispose();
      trainer = undefined;
      scratch.remove();
    });

    function start(lines: readonly string[], options: Partial<TrainerStart> = {}): TrainerProcess {
      const script = writeStub(scratch.path, ...lines);
      trainer = startTrainer({ script, log: (line) => log.push(line), ...options });
      return trainer;
    }

    it('is ready after the greeting, and gone after dispose', async () => {
      const { channel, pid = 0, dispose } = start([stub.greet, stub.leaveOnDisconnect, stub.stay]);
      await channel.ready;
      assert.equal(isAlive(pid), true);
      await dispose('Done with it.');
      assert.equal(isAlive(pid), false);
      assert.equal(await channel.closed, 'Done with it.');
    });

    it('hands over what the worker writes', async () => {
      const { channel } = start([`console.log('one'); console.error('two');`, stub.greet, stub.leaveOnDisconnect]);
      await channel.ready;
      await trainer?.dispose();
      assert.deepEqual(log.sort(), ['one', 'two']);
    });

    it('gives the worker its environment, the user’s own first', async () => {
      const print = `console.log(['TF_ENABLE_ONEDNN_OPTS', 'TF_CPP_MIN_LOG_LEVEL', 'RESNET_X'].map((k) => process.env[k]).join());`;
      start([print], { env: { RESNET_X: 'x', TF_CPP_MIN_LOG_LEVEL: '0' } });
      await trainer?.channel.closed;
      assert.deepEqual(log, ['1,0,x']);
    });

    it('refuses a worker of another version', async () => {
      const { channel, pid = 0 } = start([stub.greetWrongly, stub.leaveOnDisconnect, stub.stay]);
      await assert.rejects(channel.ready, /different versions .*reload the window/);
      await untilGone(pid);
    });

    it('gives up on a worker that does not greet', async () => {
      const { channel, pid = 0 } = start([stub.stay], { handshakeMs: 300 });
      await assert.rejects(channel.ready, /^UserError: The trainer did not greet within 0\.3 s; see its log/);
      await untilGone(pid);
    });

    it('says that it was killed', async () => {
      const { channel, pid = 0 } = start([stub.greet, stub.stay]);
      await channel.ready;
      const pending = channel.request('doctor', null);
      process.kill(pid, 'SIGKILL');
      await assert.rejects(pending, /^UserError: The trainer was killed \(SIGKILL\)/);
      assert.match(await channel.closed, /SIGKILL/);
    });

    it('says with which code it ended, and its last words', async () => {
      const { channel } = start([
        stub.greet,
        `console.error('first\\nout of memory'); process.exitCode = 134;`,
        `setTimeout(() => process.exit(), 50);`,
      ]);
      assert.equal(await channel.closed, 'The trainer ended with exit code 134; its last words: first · out of memory');
    });

    it('says which signal ended it', async () => {
      const { channel } = start([stub.greet, `setTimeout(() => process.abort(), 50);`, stub.stay]);
      assert.match(await channel.closed, /^The trainer was ended by SIGABRT/);
    });

    it('says that the script can’t be run', async () => {
      trainer = startTrainer({ script: path.join(scratch.path, 'missing.cjs'), log: () => undefined });
      await assert.rejects(trainer.channel.ready, /exit code 1; its last words: .*Node\.js v/);
    });

    for (const [what, nodePath, sentence] of [
      ['is missing', '/nowhere/node', /Node\.js at \/nowhere\/node: there is no such program; set resnet\.nodePath/],
      ['is no program', '/etc', /Node\.js at \/etc: this file is not a program that you may run; set resnet\.nodePath/],
      ['is not Node.js', '/bin/false', /^UserError: The trainer ended with exit code 1/],
    ] as const)
      it(`says so when the chosen Node.js ${what}`, async () => {
        const { channel } = start([stub.greet], { nodePath });
        await assert.rejects(channel.ready, sentence);
        await trainer?.dispose();
      });

    it('kills a worker that hangs', async () => {
      const hang = `setTimeout(() => { for (;;); }, 50);`;
      const { channel, pid = 0, dispose } = start([stub.greet, hang], { graceMs: 300 });
      await channel.ready;
      await dispose();
      assert.equal(isAlive(pid), false);
    });

    it('kills a worker that lets go of the connection and stays', async () => {
      const { channel, pid = 0 } = start([stub.greet, `setTimeout(() => process.disconnect(), 100);`, stub.stay], {
        graceMs: 300,
      });
      assert.match(await channel.closed, /SIGKILL/);
      assert.equal(isAlive(pid), false);
    });

    const real = path.join(process.env['RESNET_DIST'] ?? 'dist', 'trainer.cjs');

    it('starts the real worker, which ends politely', async () => {
      trainer = startTrainer({ script: real, log: (line) => log.push(line) });
      assert.ok(Array.isArray(await trainer.channel.request('listEngines', null)));
      const { pid = 0, dispose } = trainer;
      await dispose();
      assert.equal(isAlive(pid), false);
    });

    it('leaves no worker behind when its parent crashes', async () => {
      const env = { ...process.env, [parentRole]: real };
      const parent = spawn(process.execPath, [__filename], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(printed.toString());
      assert.equal(isAlive(pid), true);
      parent.kill('SIGKILL');
      await untilGone(pid);
    });
  });
