import { afterEach, describe, expect, it } from 'vitest';
import packageJson from '../../package.json';
import { createTiller } from './createTiller.ts';
import { closeAll, DEVICE, LAYERS, rejects, SIZE, SURVEY, start, untyped } from './testTiller.ts';
import type { Tiller } from './tiller.ts';

afterEach(closeAll);

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
