import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Channel } from '../../src/protocol/channel';
import { memoryTransports } from '../../src/protocol/memoryTransport';
import type { Transport } from '../../src/protocol/transport';
import { UserError } from '../../src/protocol/userError';
import { forkProbe, servesAsProbe } from './forkedProbe';
import { postMessageTransports } from './postMessageTransports';
import { probeHandlers, probeVersion, type AskerSide, type ProbeSide } from './probeContract';

/** The asking end of a fresh connection to a probe of some version, and how to clean up. */
interface Connection {
  readonly transport: Transport;
  readonly end: () => Promise<void>;
}

/** A transport under test; `tellsTheEnd`: whether one end hears of the other's end. */
interface Case {
  readonly tellsTheEnd: boolean;
  readonly connect: (version: string) => Connection;
}

function inProcess(pair: () => readonly [Transport, Transport]): Case['connect'] {
  return (version) => {
    const [transport, far] = pair();
    const probe: Channel<ProbeSide, AskerSide> = new Channel<ProbeSide, AskerSide>(far, {
      version,
      handlers: probeHandlers((tick) => probe.emit('tick', tick)),
    });
    return {
      transport,
      end: () => {
        probe.close('The probe ended.');
        return Promise.resolve();
      },
    };
  };
}

const cases: Readonly<Record<string, Case>> = {
  memory: { tellsTheEnd: true, connect: inProcess(memoryTransports) },
  'posted messages': { tellsTheEnd: false, connect: inProcess(postMessageTransports) },
  'child process': {
    tellsTheEnd: true,
    connect: (version) => {
      const { transport, child } = forkProbe(version);
      return {
        transport,
        end: async () => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          child.kill('SIGKILL');
          await once(child, 'exit');
        },
      };
    },
  },
};

function ask(transport: Transport): Channel<AskerSide, ProbeSide> {
  return new Channel<AskerSide, ProbeSide>(transport, { version: probeVersion, handlers: {} });
}

function contract({ tellsTheEnd, connect }: Case): void {
  let connection: Connection;
  let channel: Channel<AskerSide, ProbeSide>;

  beforeEach(() => {
    connection = connect(probeVersion);
    channel = ask(connection.transport);
  });

  afterEach(async () => {
    channel.close();
    await connection.end();
  });

  it('answers a request, typed arrays included', async () => {
    const answer = await channel.request('double', Float32Array.of(1, 2.5, Number.NaN));
    assert.ok(answer instanceof Float32Array);
    assert.deepEqual([...answer], [2, 5, Number.NaN]);
  });

  it('answers many requests at a time, each with its own answer', async () => {
    const asked = Array.from({ length: 50 }, (_, index) => channel.request('double', Float32Array.of(index)));
    const answers = await Promise.all(asked);
    assert.deepEqual(
      answers.map(([value]) => value),
      answers.map((_, index) => 2 * index),
    );
  });

  it('rejects with the handler’s sentence and reason', async () => {
    for (const kind of ['usage', 'failure'] as const)
      await assert.rejects(channel.request('fail', { kind }), (error) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.message, `This ${kind} was asked for.`);
        assert.equal(error.reason, kind);
        return true;
      });
  });

  it('marks an error that nobody expected', async () => {
    await assert.rejects(
      channel.request('fail', { kind: 'unexpected' }),
      /^UserError: Unexpected: x is not a function$/,
    );
  });

  it('rejects a request that there is none of', async () => {
    const other = channel as unknown as Channel<
      AskerSide,
      { requests: { nothing(input: null): null }; events: object }
    >;
    await assert.rejects(other.request('nothing', null), /There is no request called "nothing"/);
  });

  it('delivers events in order, and before the answer that follows them', async () => {
    const ticks: number[] = [];
    channel.on('tick', (tick) => void ticks.push(tick));
    assert.equal(await channel.request('count', 1000), 1000);
    assert.deepEqual(
      ticks,
      Array.from({ length: 1000 }, (_, index) => index + 1),
    );
  });

  it('stops listening when told to', async () => {
    const ticks: number[] = [];
    const unlisten = channel.on('tick', (tick) => void ticks.push(tick));
    await channel.request('count', 2);
    unlisten();
    await channel.request('count', 2);
    assert.deepEqual(ticks, [1, 2]);
  });

  it('cancels a request, whose answer is still awaited', async () => {
    const cancel = new AbortController();
    const answer = channel.request('untilCancelled', null, cancel.signal);
    await channel.request('cancelled', null);
    cancel.abort();
    assert.equal(await answer, 'cancelled');
  });

  it('cancels a request whose signal was aborted before', async () => {
    assert.equal(await channel.request('untilCancelled', null, AbortSignal.abort()), 'cancelled');
  });

  it('rejects what is pending when this end closes, with its reason', async () => {
    await channel.ready;
    const pending = channel.request('never', null);
    await channel.request('cancelled', null);
    channel.close('Enough.');
    await assert.rejects(pending, /^UserError: Enough\.$/);
    assert.equal(await channel.closed, 'Enough.');
    await assert.rejects(channel.request('cancelled', null), /Enough/);
  });

  it('refuses another version with a sentence that names both', async () => {
    const other = connect('probe-2');
    const refused = ask(other.transport);
    try {
      await assert.rejects(refused.ready, /different versions \(probe-1 and probe-2\)/);
      await assert.rejects(refused.request('cancelled', null), /different versions/);
      assert.match(await refused.closed, /different versions/);
    } finally {
      await other.end();
    }
  });

  if (tellsTheEnd)
    it('rejects what is pending when the other end is gone, with the reason', async () => {
      await channel.ready;
      const pending = channel.request('never', null);
      await channel.request('cancelled', null);
      const rejected = assert.rejects(pending, UserError);
      await connection.end();
      await rejected;
      assert.notEqual(await channel.closed, '');
    });
}

if (!servesAsProbe()) {
  describe('channel', () => {
    for (const [name, transport] of Object.entries(cases))
      describe(`over ${name}`, function () {
        this.timeout(30_000);
        contract(transport);
      });

    it('aborts what it runs for an end that is gone', async () => {
      const [near, far] = memoryTransports();
      let aborted = false;
      const asker = new Channel<AskerSide, ProbeSide>(near, { version: probeVersion, handlers: {} });
      const probe = new Channel<ProbeSide, AskerSide>(far, {
        version: probeVersion,
        handlers: {
          ...probeHandlers(() => undefined),
          never: (_, signal) => {
            signal.addEventListener('abort', () => (aborted = true));
            return new Promise<null>(() => undefined);
          },
        },
      });
      const pending = asker.request('never', null);
      await asker.request('cancelled', null);
      asker.close();
      await assert.rejects(pending);
      await probe.closed;
      assert.equal(aborted, true);
    });

    it('drops what was meant for an earlier connection', async () => {
      const [near, far] = memoryTransports();
      far.send({ type: 'event', name: 'tick', payload: 7 });
      const ticks: number[] = [];
      const asker = new Channel<AskerSide, ProbeSide>(near, { version: probeVersion, handlers: {} });
      asker.on('tick', (tick) => void ticks.push(tick));
      const probe: Channel<ProbeSide, AskerSide> = new Channel<ProbeSide, AskerSide>(far, {
        version: probeVersion,
        handlers: probeHandlers((tick) => probe.emit('tick', tick)),
      });
      await asker.request('count', 1);
      assert.deepEqual(ticks, [1]);
    });

    it('ignores messages that are none of its own', async () => {
      const [near, far] = memoryTransports();
      const asker = new Channel<AskerSide, ProbeSide>(near, { version: probeVersion, handlers: {} });
      new Channel<ProbeSide, AskerSide>(far, { version: probeVersion, handlers: probeHandlers(() => undefined) });
      const unreasoned = { type: 'error', id: 0, error: { message: 'No.', reason: 'whim' } };
      for (const message of [
        null,
        'text',
        7,
        {},
        { type: 'reply' },
        { type: 'toString' },
        { type: 'error', id: 0 },
        unreasoned,
      ])
        far.send(message);
      assert.equal(await asker.request('cancelled', null), 0);
    });

    it('rejects a request whose input can’t be sent, and forgets it', async () => {
      const [near, far] = memoryTransports();
      new Channel<ProbeSide, AskerSide>(far, { version: probeVersion, handlers: probeHandlers(() => undefined) });
      const asker = new Channel<AskerSide, ProbeSide>(near, { version: probeVersion, handlers: {} });
      const unsendable = (() => null) as unknown as Float32Array;
      await assert.rejects(asker.request('double', unsendable), /could not be cloned/);
      const rejections: unknown[] = [];
      const note = (reason: unknown): void => void rejections.push(reason);
      process.once('unhandledRejection', note);
      asker.close();
      await delay(5);
      process.removeListener('unhandledRejection', note);
      assert.deepEqual(rejections, []);
    });
  });
}
