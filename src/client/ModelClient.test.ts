import { afterEach, describe, expect, it, vi } from 'vitest';
import { type HandlerContext, type Handlers, serve } from '../../workers/serve.ts';
import { TillerError } from '../core/errors.ts';
import type { Lane, LaneResult, Progress } from '../protocol/model.ts';
import { PATIENCE_MS } from './leash.ts';
import { isWorkerEnd, ModelClient } from './ModelClient.ts';

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

const notHere = async (): Promise<never> => {
  throw new TillerError('model_not_loaded', 'no model is loaded: load one first.');
};

/** A lane's result after `count` tokens "a". */
const result = (count: number, finishReason: LaneResult['finishReason']): LaneResult => ({
  text: 'a'.repeat(count),
  tokenIds: new Array(count).fill(7),
  finishReason,
  promptTokens: 1,
  durationMs: 0,
  tokensPerSecond: 0,
});

/** Sends tokens until the signal fires. */
async function endless({ lanes }: { lanes: Lane[] }, { signal, token }: HandlerContext) {
  let count = 0;
  while (!signal.aborted) {
    token(0, { id: 7, text: 'a', logProb: -1 });
    count += 1;
    await turn();
  }
  return lanes.map(() => result(count, 'aborted'));
}

const handlers: Handlers = {
  load: notHere,
  unload: async () => null,
  tokenize: async ({ prompt }) => (typeof prompt === 'string' ? [prompt.length] : []),
  capture: async ({ prompts }, { signal, progress }) => {
    for (let loaded = 0; loaded < prompts.length; loaded++) {
      if (signal.aborted) throw new TillerError('aborted', 'cancelled.');
      progress({ stage: 'capture', loaded, total: prompts.length, unit: 'prompts' });
      await turn();
    }
    return { shape: [prompts.length, 1, 2], data: new Float32Array(2 * prompts.length).fill(0.5) };
  },
  projections: notHere,
  logits: async () => {
    throw new Error('something unforeseen');
  },
  score: notHere,
  survey: notHere,
  device: notHere,
  storage: notHere,
  deleteStored: notHere,
  verifyStored: notHere,
  measureEngine: notHere,
  generate: endless,
};

const clients: ModelClient[] = [];
const workers: MessagePort[] = [];

/** A client whose "worker" is the other end of a MessageChannel. */
function start(served = handlers): ModelClient {
  const client = new ModelClient(() => {
    const { port1, port2 } = new MessageChannel();
    workers.push(port2);
    serve(port2, served);
    return port1;
  });
  clients.push(client);
  return client;
}

afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
  for (const worker of workers.splice(0)) worker.close();
});

describe('ModelClient', () => {
  it('brings back what the worker answers', async () => {
    expect(await start().request('tokenize', { prompt: 'four' })).toEqual([4]);
  });

  it('matches replies to requests that are open at the same time', async () => {
    const client = start();
    const lengths = ['', 'a', 'ab', 'abc'].map((prompt) => client.request('tokenize', { prompt }));
    expect(await Promise.all(lengths)).toEqual([[0], [1], [2], [3]]);
  });

  it('passes progress on, then moves typed arrays over', async () => {
    const seen: Progress[] = [];
    const reply = await start().request(
      'capture',
      { prompts: ['a', 'b'], interventions: [] },
      { onProgress: (progress) => seen.push(progress) },
    );
    expect(seen.map(({ loaded }) => loaded)).toEqual([0, 1]);
    expect(reply.data).toEqual(Float32Array.of(0.5, 0.5, 0.5, 0.5));
  });

  it('rebuilds a typed error, and takes any other for internal', async () => {
    const client = start();
    await expect(client.request('score', { prompt: 'a', completion: 'b' })).rejects.toThrow(
      expect.objectContaining({ name: 'TillerError', code: 'model_not_loaded' }),
    );
    await expect(client.request('logits', { prompt: 'a', interventions: [] })).rejects.toThrow(
      expect.objectContaining({ code: 'internal', message: 'something unforeseen' }),
    );
    expect(await client.request('tokenize', { prompt: 'ab' })).toEqual([2]);
  });

  it('streams tokens and ends a cancelled generation with what there is', async () => {
    const controller = new AbortController();
    let text = '';
    const [lane] = await start().request(
      'generate',
      { lanes: [{ prompt: 'a' }] },
      {
        signal: controller.signal,
        onToken: (_, token) => {
          text += token.text;
          if (text.length === 3) controller.abort();
        },
      },
    );
    expect(lane).toMatchObject({ finishReason: 'aborted', text });
    expect(text.length).toBeGreaterThanOrEqual(3);
  });

  it('rejects any other cancelled request with aborted, whether it runs, waits or is cancelled at the start', async () => {
    const client = start();
    const running = new AbortController();
    const queued = new AbortController();
    const ask = (signal: AbortSignal, onProgress = () => {}) =>
      client.request(
        'capture',
        { prompts: new Array(50).fill('a'), interventions: [] },
        { signal, onProgress },
      );
    const settled = Promise.allSettled([
      ask(running.signal, () => {
        queued.abort();
        running.abort();
      }),
      ask(queued.signal),
      ask(AbortSignal.abort()),
    ]);
    expect(await settled).toEqual(
      new Array(3).fill({ status: 'rejected', reason: expect.objectContaining({ code: 'aborted' }) }),
    );
    expect(await client.request('tokenize', { prompt: 'abc' })).toEqual([3]);
  });

  it('ignores a signal that fires after the answer', async () => {
    const controller = new AbortController();
    const client = start();
    await client.request('tokenize', { prompt: 'a' }, { signal: controller.signal });
    controller.abort();
    expect(await client.request('tokenize', { prompt: 'ab' })).toEqual([2]);
  });

  it('rejects every open request when the worker dies, and starts a new worker for the next', async () => {
    const client = start();
    const deaths: string[] = [];
    client.onDeath(({ code }) => deaths.push(code));
    const open = [
      client.request('generate', { lanes: [{ prompt: 'a' }] }, { onToken: () => workers[0]!.close() }),
      client.request('tokenize', { prompt: 'a' }),
    ];
    for (const each of await Promise.allSettled(open)) {
      expect(each).toMatchObject({ status: 'rejected', reason: { code: 'worker_died' } });
    }
    expect(deaths).toEqual(['worker_died']);
    expect(await client.request('tokenize', { prompt: 'ab' })).toEqual([2]);
    expect(workers).toHaveLength(2);
  });

  it('ends a worker that cannot go on, with its reason for all that is open, and asks it nothing again', async () => {
    const full = new TillerError('out_of_memory', 'the memory is full', { endsWorker: true });
    const client = start({
      ...handlers,
      logits: async () => {
        throw full;
      },
    });
    const deaths: string[] = [];
    client.onDeath(({ code }) => deaths.push(code));
    const open = [
      client.request('logits', { prompt: 'a', interventions: [] }),
      client.request('tokenize', { prompt: 'a' }),
    ];
    for (const each of await Promise.allSettled(open)) {
      expect(each).toMatchObject({ status: 'rejected', reason: { code: 'out_of_memory' } });
      expect(isWorkerEnd((each as PromiseRejectedResult).reason)).toBe(true);
    }
    expect(deaths).toEqual(['out_of_memory']);
    expect(await client.request('tokenize', { prompt: 'ab' })).toEqual([2]);
    expect(workers).toHaveLength(2);
  });

  it('ends a worker that does not come back from its template, and starts a new one for the next request', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const ports: MessagePort[] = [];
      const client = new ModelClient(() => {
        const { port1, port2 } = new MessageChannel();
        workers.push(port2);
        ports.push(port2);
        // the first never says that it is over
        if (ports.length > 1) serve(port2, handlers);
        return port1;
      });
      clients.push(client);
      const open = client.request('tokenize', { prompt: [{ role: 'user', content: 'a' }] });
      const ended = expect(open).rejects.toThrow(expect.objectContaining({ code: 'tokenizer_timeout' }));
      ports[0]!.postMessage({ kind: 'encoding', isOver: false });
      await vi.waitUntil(() => vi.getTimerCount() > 0);
      vi.advanceTimersByTime(PATIENCE_MS);
      await ended;
      expect(await open.catch(isWorkerEnd)).toBe(true);
      expect(await client.request('tokenize', { prompt: 'ab' })).toEqual([2]);
      expect(ports).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('says why the worker stopped when its error event does', async () => {
    const { port1, port2 } = new MessageChannel();
    workers.push(port2);
    const client = new ModelClient(() => port1);
    clients.push(client);
    const open = client.request('tokenize', { prompt: 'a' });
    port1.dispatchEvent(Object.assign(new Event('error'), { message: 'memory access out of bounds' }));
    await expect(open).rejects.toThrow('memory access out of bounds');
  });

  it('rejects with worker_died when no worker can be started, and tries again next time', async () => {
    let attempts = 0;
    const client = new ModelClient(() => {
      attempts += 1;
      throw new Error('blocked by the browser');
    });
    for (const attempt of [1, 2]) {
      await expect(client.request('tokenize', { prompt: 'a' })).rejects.toThrow(
        expect.objectContaining({
          code: 'worker_died',
          message: expect.stringContaining('blocked by the browser'),
        }),
      );
      expect(attempts).toBe(attempt);
    }
  });

  it('rejects a body that cannot cross to a worker', async () => {
    const body = JSON.parse('{"prompt":"a"}');
    body.prompt = () => 'a function';
    await expect(start().request('tokenize', body)).rejects.toThrow(
      expect.objectContaining({ code: 'bad_request' }),
    );
  });

  it('rejects what is open when it is disposed of, and can be used again', async () => {
    const client = start();
    const open = client.request('generate', { lanes: [] });
    client.dispose();
    await expect(open).rejects.toThrow(expect.objectContaining({ code: 'aborted' }));
    expect(await client.request('tokenize', { prompt: 'a' })).toEqual([1]);
  });

  it('ties the reply to the kind of request', () => {
    const check = (client: ModelClient) => {
      const reply: Promise<number[]> = client.request('tokenize', { prompt: 'a' });
      // @ts-expect-error a tokenize request carries a prompt
      void client.request('tokenize', { prompts: ['a'] });
      // @ts-expect-error there is no such kind
      void client.request('translate', { prompt: 'a' });
      // @ts-expect-error logits come as a Float32Array
      const text: Promise<string> = client.request('logits', { prompt: 'a', interventions: [] });
      return [reply, text];
    };
    expect(check).toBeTypeOf('function');
  });
});

describe('a worker that lives and never answers', () => {
  const MINUTE = 60_000;

  /** Minutes of the page's clock, in which messages come and go. */
  async function pass(minutes: number): Promise<void> {
    for (let at = 0; at < minutes * MINUTE; at += 5000) {
      vi.advanceTimersByTime(5000);
      // a question and its answer are two messages
      await turn();
      await turn();
    }
  }

  const load = { source: 'embedded', options: {} };

  afterEach(() => {
    vi.useRealTimers();
  });

  it('is ended while it reads files, and all that is open fails with the reason', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { port1, port2 } = new MessageChannel();
    const client = new ModelClient(() => port1);
    const failed = client.request('load', load).catch((error: unknown) => error);
    await pass(2);
    const error = (await failed) as TillerError;
    expect(error).toMatchObject({ code: 'storage_failed', message: expect.stringContaining('no sign') });
    expect(isWorkerEnd(error)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    port2.close();
  });

  it('is told from one that is slow: it answers, however long its files take', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    let finish = () => {};
    const whole = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const client = start({
      ...handlers,
      load: async (_, { progress }) => {
        progress({ stage: 'download', loaded: 0, total: 0, unit: 'bytes' });
        await whole;
        return notHere();
      },
    });
    const loading = client.request('load', load);
    await pass(10);
    finish();
    await expect(loading).rejects.toMatchObject({ code: 'model_not_loaded' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is left alone while the runtime works, which takes as long as it takes', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const client = start({
      ...handlers,
      load: async (_, { progress }) => {
        progress({ stage: 'compile', loaded: 0, total: 1, unit: 'steps' });
        return new Promise(() => {});
      },
    });
    let isOver = false;
    client.request('load', load).catch(() => {
      isOver = true;
    });
    await turn();
    await turn();
    expect(vi.getTimerCount()).toBe(0);
    await pass(10);
    expect(isOver).toBe(false);
  });
});
