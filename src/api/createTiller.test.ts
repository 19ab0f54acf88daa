import { afterEach, describe, expect, it } from 'vitest';
import packageJson from '../../package.json';
import { type HandlerContext, type Handlers, serve } from '../../workers/serve.ts';
import { ModelClient } from '../client/ModelClient.ts';
import { TillerError } from '../core/errors.ts';
import type { Exchange } from '../protocol/messages.ts';
import type { ModelInfo } from '../protocol/model.ts';
import type { DeviceFacts, ModelSurvey } from '../protocol/storage.ts';
import { createTiller } from './createTiller.ts';
import type { Tiller } from './tiller.ts';

const LAYERS = 2;
const SIZE = 3;

const info = (id: string): ModelInfo => ({
  id,
  revision: null,
  numLayers: LAYERS,
  hiddenSize: SIZE,
  vocabSize: 10,
  contextLength: 100,
  backend: 'wasm',
  threads: 1,
  dtype: 'q4',
  topology: 'none',
  prefillChunk: 31,
  sizeBytes: 0,
  hasChatTemplate: true,
  tokenizerSha256: null,
  filesSha256: null,
  selfTest: { passed: true, chunkDifference: null, goldenDifference: null, durationMs: 0, notices: [] },
});

const SURVEY: ModelSurvey = {
  key: 'one-q4',
  id: 'one',
  revision: null,
  dtype: 'q4',
  dtypes: ['q4'],
  files: [],
  sizeBytes: 0,
  downloadBytes: 0,
  largestTensorBytes: null,
  externalDataBytes: 0,
  hasChatTemplate: null,
  isGated: false,
  licence: null,
};

const DEVICE: DeviceFacts = {
  hasWebGpu: false,
  adapterName: null,
  isSoftware: false,
  hasF16: false,
  maxBufferBytes: null,
  maxBindingBytes: null,
  wasmHeapBytes: 4,
  deviceMemoryGiB: 8,
  isIsolated: true,
};

/** A worker that knows sources by name and answers with what it was sent; states depend on the prompt's length only. */
function handlersThatLog(log: unknown[]): Handlers {
  const logged =
    <B, R>(answer: (body: B, context: HandlerContext) => R | Promise<R>) =>
    async (body: B, context: HandlerContext): Promise<R> => {
      log.push(body);
      return answer(body, context);
    };
  return {
    load: logged(({ source }, { progress }) => {
      const step = (stage: 'download' | 'compile') => progress({ stage, loaded: 0, total: 1, unit: 'bytes' });
      step('download');
      if (source === 'missing') throw new TillerError('model_not_found', 'no such model.');
      step('compile');
      if (source === 'broken') throw new TillerError('self_test_failed', 'wrong numbers.');
      return info(String(source));
    }),
    unload: logged(() => null),
    tokenize: logged(({ prompt }: Exchange['tokenize']['request']) => [prompt.length]),
    capture: logged(({ prompts }: Exchange['capture']['request']) => ({
      shape: [prompts.length, LAYERS, SIZE],
      data: Float32Array.from(
        prompts.flatMap(({ length }) => [length, 0, 1, 0, -length, 2]), // [layer 0], [layer 1]
      ),
    })),
    projections: logged(() => ({ tokens: [], values: [] })),
    logits: logged(() => new Float32Array(10)),
    score: logged(() => ({ logProbs: new Float32Array(1), perplexity: 1 })),
    survey: logged(() => ({ ...SURVEY })),
    device: logged(() => ({ ...DEVICE })),
    storage: logged(() => ({ models: [], usageBytes: 1, quotaBytes: 2, isPersistent: false, kind: 'opfs' })),
    deleteStored: logged(() => null),
    verifyStored: logged(({ key }) => ({ key, passed: true })),
    measureEngine: logged(() => ({ copyBytesPerSecond: [1], weightBytes: 1, step: null })),
    generate: logged(
      async ({ lanes }: Exchange['generate']['request'], { signal, token }: HandlerContext) => {
        let count = 0;
        while (!signal.aborted && count < 1000) {
          token(0, { id: 1, text: 'a', logProb: 0 });
          count += 1;
          await new Promise((resolve) => setTimeout(resolve, 0));
        }
        return lanes.map(() => ({
          text: 'a'.repeat(count),
          tokenIds: [],
          finishReason: 'aborted' as const,
          promptTokens: 1,
          durationMs: 0,
          tokensPerSecond: 0,
        }));
      },
    ),
  };
}

const open: { client: ModelClient; workers: MessagePort[] }[] = [];

function start(): { tiller: Tiller; client: ModelClient; log: unknown[]; workers: MessagePort[] } {
  const log: unknown[] = [];
  const workers: MessagePort[] = [];
  const client = new ModelClient(() => {
    const { port1, port2 } = new MessageChannel();
    workers.push(port2);
    serve(port2, handlersThatLog(log));
    return port1;
  });
  open.push({ client, workers });
  const tiller = createTiller(client, {
    check: (instructionId, _, response) => ({ strict: false, loose: true, detail: instructionId + response }),
  });
  return { tiller, client, log, workers };
}

afterEach(() => {
  for (const { client, workers } of open.splice(0)) {
    client.dispose();
    for (const worker of workers) worker.close();
  }
});

const rejects = (promise: Promise<unknown>, code: string, text = '') =>
  expect(promise).rejects.toThrow(expect.objectContaining({ code, message: expect.stringContaining(text) }));

/** A value as it may come from plain JavaScript, where nobody checked its type. */
const untyped = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('the model', () => {
  it('carries the version of the package', () => {
    expect(start().tiller.version).toBe(packageJson.version);
  });

  it('is null before a load, its info after it, and null after unloading', async () => {
    const { tiller } = start();
    expect(tiller.model).toBeNull();
    const loaded = await tiller.loadModel('one', { backend: 'wasm' });
    expect(loaded.id).toBe('one');
    expect(tiller.model).toEqual(loaded);
    await tiller.unloadModel();
    expect(tiller.model).toBeNull();
  });

  it('stays when the files of another cannot be had, and goes when the other takes its place and fails', async () => {
    const { tiller } = start();
    await tiller.loadModel('one');
    await rejects(tiller.loadModel('missing'), 'model_not_found');
    expect(tiller.model?.id).toBe('one');
    const stages: string[] = [];
    await rejects(
      tiller.loadModel('broken', { onProgress: ({ stage }) => stages.push(stage) }),
      'self_test_failed',
    );
    expect(stages).toEqual(['download', 'compile']);
    expect(tiller.model).toBeNull();
  });

  it('is gone when the worker dies, and can be loaded again', async () => {
    const { tiller, workers } = start();
    await tiller.loadModel('one');
    const waiting = tiller.generate([{ prompt: 'a' }], { onToken: () => workers[0]!.close() });
    await rejects(waiting, 'worker_died');
    expect(tiller.model).toBeNull();
    expect((await tiller.loadModel('one')).id).toBe('one');
  });

  it('sends only options that were given, and no callback', async () => {
    const { tiller, log } = start();
    await tiller.loadModel(' one ', {
      dtype: 'q4',
      onProgress: () => {},
      signal: new AbortController().signal,
    });
    expect(log).toEqual([{ source: 'one', options: { dtype: 'q4' } }]);
  });

  it('rejects a load that is cancelled before it starts, and keeps the present model', async () => {
    const { tiller } = start();
    await tiller.loadModel('one');
    await rejects(tiller.loadModel('two', { signal: AbortSignal.abort() }), 'aborted');
    expect(tiller.model?.id).toBe('one');
  });
});

describe('files', () => {
  it('are surveyed, listed, verified and deleted without a model', async () => {
    const { tiller, log } = start();
    expect(await tiller.survey(' one ', { dtype: 'q4', store: false })).toEqual(SURVEY);
    expect(await tiller.device()).toEqual(DEVICE);
    expect((await tiller.storage()).quotaBytes).toBe(2);
    expect(await tiller.verifyStored('one-q4')).toEqual({ key: 'one-q4', passed: true });
    await tiller.deleteStored('one-q4');
    expect(log).toEqual([
      { source: 'one', options: { dtype: 'q4', store: false } },
      {},
      {},
      { key: 'one-q4' },
      { key: 'one-q4' },
    ]);
  });

  it('are not touched for a key or an option of another kind', async () => {
    const { tiller, log } = start();
    await rejects(tiller.deleteStored(''), 'bad_request', 'key');
    await rejects(tiller.verifyStored(untyped(1)), 'bad_request', 'key');
    await rejects(tiller.survey('one', untyped({ store: 'yes' })), 'bad_request', 'store');
    expect(log).toEqual([]);
  });

  it('are answered while the model is busy', async () => {
    const { tiller } = start();
    await tiller.loadModel('one');
    const stop = new AbortController();
    const running = tiller.generate([{ prompt: 'a' }], { signal: stop.signal });
    expect((await tiller.storage()).kind).toBe('opfs');
    stop.abort();
    expect((await running)[0]!.finishReason).toBe('aborted');
  });
});

describe('calls', () => {
  it('run in the order in which they were made', async () => {
    const { tiller, log } = start();
    await Promise.all([
      tiller.loadModel('one'),
      tiller.tokenize('a'),
      tiller.logits([1, 2]),
      tiller.score('a', 'b'),
      tiller.projections('a', []),
      tiller.capture(['abc']),
    ]);
    expect(log).toEqual([
      { source: 'one', options: {} },
      { prompt: 'a' },
      { prompt: [1, 2], interventions: [] },
      { prompt: 'a', completion: 'b' },
      { prompt: 'a', probes: [], interventions: [] },
      { prompts: ['abc'], interventions: [] },
    ]);
  });

  it('cross with all defaults of an intervention filled in, and its direction alone', async () => {
    const { tiller, log } = start();
    const vector = Float32Array.of(9, 9, 9, 1, 2, 3);
    await tiller.logits('a', [{ layer: 1, direction: vector.subarray(3), operator: 'ablate' }]);
    expect(log).toEqual([
      {
        prompt: 'a',
        interventions: [
          { layer: 1, direction: Float32Array.of(1, 2, 3), operator: 'ablate', value: 0, scope: 'all' },
        ],
      },
    ]);
    expect(vector.length).toBe(6);
  });

  it('check a response without a worker', () => {
    const { tiller, workers } = start();
    expect(tiller.check('a:b', {}, '!')).toEqual({ strict: false, loose: true, detail: 'a:b!' });
    expect(workers).toHaveLength(0);
  });
});

describe('checks that need data', () => {
  const startWith = (prepare: () => Promise<void>) => {
    const { client } = start();
    const check: Tiller['check'] = () => ({ strict: true, loose: true, detail: '' });
    return createTiller(client, { check, prepare });
  };

  it('have it when a model is loaded', async () => {
    let isReady = false;
    const tiller = startWith(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      isReady = true;
    });
    await tiller.loadModel('one');
    expect(isReady).toBe(true);
  });

  it('do not keep a model from loading when their data cannot be had', async () => {
    const tiller = startWith(() => Promise.reject(new Error('no network')));
    expect((await tiller.loadModel('one')).id).toBe('one');
  });
});

describe('fitVector', () => {
  it('captures both sides and fits a unit direction per layer', async () => {
    const { tiller, log } = start();
    await tiller.loadModel('one');
    const pairs = [
      { positive: 'abcd', negative: 'a' },
      { positive: 'abcdef', negative: 'a' },
    ];
    const vector = await tiller.fitVector(pairs, { name: 'long' });
    expect(log.at(-1)).toEqual({ prompts: ['abcd', 'a', 'abcdef', 'a'], interventions: [] });
    expect(vector).toMatchObject({
      name: 'long',
      modelId: 'one',
      method: 'meanDifference',
      numLayers: LAYERS,
      hiddenSize: SIZE,
      direction: Float32Array.of(1, 0, 0, 0, -1, 0),
      meanDifferenceNorm: Float32Array.of(4, 4),
      projectionPositive: Float32Array.of(5, 5),
      projectionNegative: Float32Array.of(1, 1),
      pairConsistency: Float32Array.of(1, 1),
    });
    expect((await tiller.fitVector(pairs, { method: 'pca' })).direction).toEqual(vector.direction);
  });

  it('rejects sides that do not differ, no pairs, and a method it does not know', async () => {
    const { tiller } = start();
    await rejects(tiller.fitVector([{ positive: 'a', negative: 'b' }]), 'direction_invalid', 'layer 0');
    await rejects(tiller.fitVector([]), 'bad_request', 'at least one');
    await rejects(tiller.fitVector([{ positive: 'a', negative: '' }]), 'prompt_empty', 'pairs[0].negative');
    await rejects(tiller.fitVector([untyped(null)]), 'bad_request', 'pairs[0].positive');
    const method = untyped('median');
    await rejects(tiller.fitVector([{ positive: 'a', negative: 'b' }], { method }), 'bad_request', 'median');
  });
});

describe('generate', () => {
  it('resolves with the text so far when it is cancelled', async () => {
    const { tiller } = start();
    const controller = new AbortController();
    const [lane] = await tiller.generate([{ prompt: 'a' }], {
      signal: controller.signal,
      onToken: () => controller.abort(),
    });
    expect(lane).toMatchObject({ finishReason: 'aborted', text: expect.stringMatching(/^a+$/) });
  });

  it('resolves as aborted, without a worker, when it was cancelled before the call', async () => {
    const { tiller, workers } = start();
    const lanes = [{ prompt: 'a' }, { prompt: 'a', generated: [5, 6] }];
    const results = await tiller.generate(lanes, { signal: AbortSignal.abort() });
    expect(results.map(({ finishReason, tokenIds }) => [finishReason, tokenIds])).toEqual([
      ['aborted', []],
      ['aborted', [5, 6]],
    ]);
    expect(workers).toHaveLength(0);
  });

  it('resolves as aborted, lane by lane, when the worker is closed under it', async () => {
    const { tiller, client } = start();
    const lanes = tiller.generate([{ prompt: 'a' }, { prompt: 'b' }], { onToken: () => client.dispose() });
    expect((await lanes).map(({ finishReason, text }) => [finishReason, text])).toEqual([
      ['aborted', ''],
      ['aborted', ''],
    ]);
  });
});

describe('arguments', () => {
  const direction = [1, 2, 3];
  const add = { layer: 0, direction, operator: 'add', value: 1 };
  const lane = (changes: object) => (tiller: Tiller) =>
    tiller.generate([untyped({ prompt: 'a', ...changes })]);
  const steered = (changes: object) => (tiller: Tiller) =>
    tiller.logits('a', [untyped({ ...add, ...changes })]);
  const asked = (prompt: unknown) => (tiller: Tiller) => tiller.tokenize(untyped(prompt));

  it.each<[string, (tiller: Tiller) => Promise<unknown>, string, string]>([
    ['an empty text', asked(''), 'prompt_empty', 'prompt'],
    ['no token', asked([]), 'prompt_empty', 'prompt'],
    ['a chat without words', asked([{ role: 'user', content: ' ' }]), 'prompt_empty', 'prompt'],
    ['a prompt that is an object', asked({ text: 'a' }), 'bad_request', '{"text":"a"}'],
    ['a prompt that is nothing', asked(null), 'bad_request', 'null'],
    ['a token id that is no id', asked([1, -2]), 'bad_request', 'token 1 of prompt'],
    ['a role that does not exist', asked([{ role: 'tool', content: 'a' }]), 'bad_request', 'message 0'],
    ['a message without content', asked([{ role: 'user' }]), 'bad_request', 'message 0'],
    [
      'an operator that does not exist',
      steered({ operator: 'mul' }),
      'bad_request',
      'interventions[0].operator',
    ],
    ['a scope that does not exist', steered({ scope: 'some' }), 'bad_request', 'interventions[0].scope'],
    ['a layer that is a text', steered({ layer: '1' }), 'bad_request', 'interventions[0].layer'],
    ['a direction that is a text', steered({ direction: 'up' }), 'bad_request', 'interventions[0].direction'],
    ['a value that is a text', steered({ value: '1' }), 'bad_request', 'interventions[0].value'],
    ['lanes that are no list', (tiller) => tiller.generate(untyped({})), 'bad_request', 'a list as lanes'],
    ['a lane that is nothing', (tiller) => tiller.generate([untyped(null)]), 'bad_request', 'lanes[0]'],
    ['a lane without a prompt', lane({ prompt: '' }), 'prompt_empty', 'lanes[0].prompt'],
    ['part of a token', lane({ maxNewTokens: 1.5 }), 'bad_request', 'lanes[0].maxNewTokens'],
    ['a negative temperature', lane({ temperature: -1 }), 'bad_request', 'lanes[0].temperature'],
    ['a topK below 0', lane({ topK: -1 }), 'bad_request', 'lanes[0].topK'],
    ['a topP of 0', lane({ topP: 0 }), 'bad_request', 'lanes[0].topP'],
    ['a topP above 1', lane({ topP: 1.1 }), 'bad_request', 'lanes[0].topP'],
    [
      'a repetition penalty of 0',
      lane({ repetitionPenalty: 0 }),
      'bad_request',
      'lanes[0].repetitionPenalty',
    ],
    ['an empty stop text', lane({ stop: ['x', ''] }), 'bad_request', 'lanes[0].stop[1]'],
    ['a probe without a direction', lane({ probes: [{ layer: 0 }] }), 'bad_request', 'probes[0].direction'],
    ['a known token that is none', lane({ generated: [3, 0.5] }), 'bad_request', 'lanes[0].generated[1]'],
    ['a drafted token that is none', lane({ draft: [-1] }), 'bad_request', 'lanes[0].draft[0]'],
    ['no check to decide', lane({ stopWhenDecided: true }), 'bad_request', 'lanes[0].stopWhenDecided'],
    [
      'a check on a prompt that is no text',
      lane({ stopWhenDecided: { instructionId: 'a', kwargs: {}, prompt: 3 } }),
      'bad_request',
      'lanes[0].stopWhenDecided.prompt',
    ],
    ['no source', (tiller) => tiller.loadModel(''), 'bad_request', 'source'],
    ['no files', (tiller) => tiller.loadModel([]), 'bad_request', 'source'],
    [
      'a backend that does not exist',
      (tiller) => tiller.loadModel('a', untyped({ backend: 'cuda' })),
      'bad_request',
      'cuda',
    ],
    ['an empty dtype', (tiller) => tiller.loadModel('a', { dtype: '' }), 'bad_request', 'dtype'],
    ['an empty completion', (tiller) => tiller.score('a', ''), 'bad_request', 'completion'],
    [
      'a negative count of prompt tokens',
      (tiller) => tiller.projections('a', [], [], { promptTokens: -1 }),
      'bad_request',
      'promptTokens',
    ],
  ])('that hold %s are rejected and reach no worker', async (_, call, code, text) => {
    const { tiller, workers } = start();
    await rejects(call(tiller), code, text);
    expect(workers).toHaveLength(0);
  });

  it('that hold NaN are named as such', async () => {
    const { tiller } = start();
    const value = Number.NaN;
    await rejects(
      tiller.logits('a', [{ layer: 0, direction, operator: 'add', value }]),
      'bad_request',
      'NaN',
    );
  });

  it('have types', () => {
    const check = (tiller: Tiller) => [
      // @ts-expect-error an operator of the three
      tiller.logits('a', [{ layer: 0, direction, operator: 'multiply' }]),
      // @ts-expect-error a prompt is not a number
      tiller.tokenize(5),
      // @ts-expect-error lanes need a prompt
      tiller.generate([{ maxNewTokens: 5 }]),
      // @ts-expect-error a backend of the three
      tiller.loadModel('embedded', { backend: 'cpu' }),
      // @ts-expect-error both sides make a pair
      tiller.fitVector([{ positive: 'a' }]),
      // @ts-expect-error a method of the two
      tiller.fitVector([{ positive: 'a', negative: 'b' }], { method: 'median' }),
    ];
    const assign = (tiller: Tiller) => {
      // @ts-expect-error the model changes by loading only
      tiller.model = null;
    };
    expect([check, assign]).toHaveLength(2);
  });
});
