import { afterEach, describe, expect, it } from 'vitest';
import { TillerError } from '../src/core/errors.ts';
import type { FromWorker, ToWorker } from '../src/protocol/messages.ts';
import type { DeviceLoss } from './deviceLoss.ts';
import { buffersOf, type Handlers, serve } from './serve.ts';

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

const unused = async (): Promise<never> => {
  throw new Error('not part of this test');
};

const base: Handlers = {
  load: unused,
  unload: unused,
  tokenize: unused,
  capture: unused,
  projections: unused,
  logits: unused,
  score: unused,
  survey: unused,
  device: unused,
  storage: unused,
  deleteStored: unused,
  verifyStored: unused,
  measureEngine: unused,
  generate: unused,
};

/** Serves `handlers` at one end of a channel; the other end sends messages and keeps what comes back. */
function open(handlers: Partial<Handlers>, devices?: DeviceLoss) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serve(port2, { ...base, ...handlers }, devices);
  const received: FromWorker[] = [];
  const listeners = new Set<() => void>();
  port1.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    received.push(data);
    for (const listener of listeners) listener();
  });
  port1.start();
  return {
    received,
    send: (...messages: ToWorker[]) => {
      for (const message of messages) port1.postMessage(message);
    },
    /** resolves once `count` requests have ended */
    ended: (count: number) =>
      new Promise<FromWorker[]>((resolve) => {
        const look = () => {
          const ends = received.filter(({ kind }) => kind === 'done' || kind === 'error');
          if (ends.length >= count) resolve(ends);
        };
        listeners.add(look);
        look();
      }),
  };
}

const tokenize = (id: number, prompt: string): ToWorker => ({ kind: 'tokenize', id, body: { prompt } });

describe('serve', () => {
  it('runs one request at a time, in order of arrival', async () => {
    const log: string[] = [];
    const { send, ended } = open({
      tokenize: async ({ prompt }) => {
        log.push(`start ${prompt}`);
        await new Promise((resolve) => setTimeout(resolve, 0));
        log.push(`end ${prompt}`);
        return [];
      },
    });
    send(tokenize(1, 'a'), tokenize(2, 'b'));
    const ends = await ended(2);
    expect(log).toEqual(['start a', 'end a', 'start b', 'end b']);
    expect(ends).toEqual([
      { kind: 'done', id: 1, reply: [] },
      { kind: 'done', id: 2, reply: [] },
    ]);
  });

  it('never starts a request that was cancelled while it waited, and says so', async () => {
    const started: unknown[] = [];
    const { send, ended } = open({
      tokenize: async ({ prompt }) => {
        started.push(prompt);
        await new Promise((resolve) => setTimeout(resolve, 5));
        return [];
      },
    });
    send(tokenize(1, 'a'), tokenize(2, 'b'), { kind: 'cancel', id: 2 });
    const ends = await ended(2);
    expect(started).toEqual(['a']);
    expect(ends[1]).toMatchObject({ id: 2, error: { code: 'aborted', details: { started: false } } });
  });

  it('lets later requests overtake one that gives way, which then goes on before those that wait', async () => {
    const log: string[] = [];
    let answer = () => {};
    const fetched = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { send, ended } = open({
      unload: async (_, { beside }) => {
        await beside(async () => {
          log.push('fetches');
          await fetched;
        });
        log.push('has its turn again');
        return null;
      },
      tokenize: async ({ prompt }) => {
        log.push(`start ${prompt}`);
        if (prompt === 'a') answer();
        await new Promise((resolve) => setTimeout(resolve, 5));
        log.push(`end ${prompt}`);
        return [];
      },
    });
    send({ kind: 'unload', id: 1, body: {} }, tokenize(2, 'a'), tokenize(3, 'b'));
    await ended(3);
    expect(log).toEqual(['fetches', 'start a', 'end a', 'has its turn again', 'start b', 'end b']);
  });

  it('ends one that gave way as soon as it is cancelled, though another request runs', async () => {
    const { send, ended } = open({
      unload: async (_, { beside, signal }) => {
        await beside(
          () =>
            new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
        );
        return null;
      },
      tokenize: () => new Promise((resolve) => setTimeout(() => resolve([]), 20)),
    });
    send({ kind: 'unload', id: 1, body: {} }, tokenize(2, 'a'), tokenize(3, 'b'), { kind: 'cancel', id: 1 });
    const ends = await ended(3);
    expect(ends.map((end) => 'id' in end && end.id)).toEqual([1, 2, 3]);
    expect(ends[0]).toMatchObject({ error: { code: 'aborted' } });
  });

  it('lets a cancelled generate end by itself, with what it has', async () => {
    const { send, ended } = open({
      generate: async (_, { signal }) => {
        expect(signal.aborted).toBe(true);
        return [];
      },
    });
    send({ kind: 'generate', id: 1, body: { lanes: [] } }, { kind: 'cancel', id: 1 });
    // the generate starts in the task in which it arrives, so the cancel is put in front of a second one
    await ended(1);
    const second = open({
      tokenize: () => new Promise((resolve) => setTimeout(() => resolve([]), 5)),
      generate: async (_, { signal }) => (signal.aborted ? [] : unused()),
    });
    second.send(
      tokenize(1, 'a'),
      { kind: 'generate', id: 2, body: { lanes: [] } },
      { kind: 'cancel', id: 2 },
    );
    expect((await second.ended(2))[1]).toEqual({ kind: 'done', id: 2, reply: [] });
  });

  it('ignores a cancel for an id it does not know', async () => {
    const { send, ended } = open({ tokenize: async () => [1] });
    send({ kind: 'cancel', id: 9 }, tokenize(1, 'a'));
    expect(await ended(1)).toEqual([{ kind: 'done', id: 1, reply: [1] }]);
  });

  it('goes on after a failure', async () => {
    const { send, ended } = open({
      tokenize: async ({ prompt }) => {
        if (prompt === 'bad') throw new RangeError('too much');
        return [1];
      },
    });
    send(tokenize(1, 'bad'), tokenize(2, 'good'));
    expect(await ended(2)).toEqual([
      { kind: 'error', id: 1, error: { code: 'internal', message: 'too much' } },
      { kind: 'done', id: 2, reply: [1] },
    ]);
  });

  it('answers a kind it does not know, and a reply that cannot be sent, with an error', async () => {
    const unsendable = { logProbs: new Float32Array(), perplexity: 1, extra: () => 0 };
    const { send, ended } = open({ score: async () => unsendable });
    send(JSON.parse('{"kind":"dance","id":1,"body":{}}'));
    send({ kind: 'score', id: 2, body: { prompt: 'a', completion: 'b' } });
    expect(await ended(2)).toMatchObject([
      { id: 1, error: { code: 'bad_request', message: expect.stringContaining('dance') } },
      { id: 2, error: { code: 'internal' } },
    ]);
  });

  it('moves the arrays of a reply instead of copying them', async () => {
    const data = Float32Array.of(1, 2);
    const { send, ended } = open({ capture: async () => ({ shape: [1, 1, 2], data }) });
    send({ kind: 'capture', id: 1, body: { prompts: [], interventions: [] } });
    expect(await ended(1)).toMatchObject([{ reply: { data: Float32Array.of(1, 2) } }]);
    expect(data.length).toBe(0);
  });
});

describe('serve, when the worker cannot go on', () => {
  const settled = (ms = 20) => new Promise((resolve) => setTimeout(resolve, ms));
  /** A device that can be lost. */
  const device = () => {
    let lose = (_why: string): void => {};
    const lost = new Promise<string>((resolve) => {
      lose = resolve;
    });
    return { devices: { lost, hasDevice: () => true }, lose };
  };
  const FATAL = {
    kind: 'fatal',
    error: expect.objectContaining({
      code: 'device_lost',
      message: expect.stringContaining('driver reset'),
    }),
  };

  it('says so once, idle or at work, and nothing of a request afterwards', async () => {
    const { devices, lose } = device();
    const { send, received } = open(
      {
        generate: async (_, { token }) => {
          token(0, { id: 1, text: 'a', logProb: 0 });
          lose('driver reset');
          await settled(5);
          token(0, { id: 2, text: 'garbage', logProb: 0 });
          return [];
        },
      },
      devices,
    );
    send({ kind: 'generate', id: 1, body: { lanes: [] } }, tokenize(2, 'a'));
    await settled();
    expect(received).toEqual([expect.objectContaining({ kind: 'token' }), FATAL]);
  });

  it('waits with an error for the loss that caused it', async () => {
    const { devices, lose } = device();
    const { send, received } = open(
      {
        logits: async () => {
          setTimeout(() => lose('driver reset'), 5);
          throw new Error('a buffer could not be mapped');
        },
      },
      devices,
    );
    send({ kind: 'logits', id: 1, body: { prompt: 'a', interventions: [] } });
    // the loss comes when a timer of a busy machine does
    await expect.poll(() => received.length).toBeGreaterThan(0);
    expect(received).toEqual([FATAL]);
  });

  it('takes a full memory for its end, and no other error', async () => {
    const full = new TillerError('out_of_memory', 'full', { endsWorker: true });
    const { send, received } = open({
      tokenize: async () => {
        throw new TillerError('out_of_memory', 'one file is too large');
      },
      logits: async () => {
        throw full;
      },
    });
    send(tokenize(1, 'a'), { kind: 'logits', id: 2, body: { prompt: 'a', interventions: [] } });
    await settled();
    expect(received).toMatchObject([
      { kind: 'error', id: 1 },
      { kind: 'fatal', error: { message: 'full' } },
    ]);
  });
});

describe('buffersOf', () => {
  it('finds each buffer once, at any depth', () => {
    const shared = new Float32Array(2);
    const other = new Uint8Array(3);
    expect(
      buffersOf({ a: shared, b: [{ c: shared.buffer, d: new Int32Array(shared.buffer) }, other] }),
    ).toEqual([shared.buffer, other.buffer]);
  });

  it('leaves arrays alone that are part of a larger buffer, and shared memory', () => {
    const part = new Float32Array(4).subarray(1);
    const shared = new Float32Array(new SharedArrayBuffer(8));
    expect(buffersOf([part, shared, null, 'text', 5])).toEqual([]);
  });
});
