/** The public object over a real client and a worker that logs what reaches it, for tests. */
import { expect } from 'vitest';
import { type HandlerContext, type Handlers, serve } from '../../workers/serve.ts';
import { ModelClient } from '../client/ModelClient.ts';
import { TillerError } from '../core/errors.ts';
import type { Exchange } from '../protocol/messages.ts';
import type { ModelInfo } from '../protocol/model.ts';
import type { DeviceFacts, ModelSurvey } from '../protocol/storage.ts';
import { createTiller } from './createTiller.ts';
import type { Tiller } from './tiller.ts';

export const LAYERS = 2;
export const SIZE = 3;

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

export const SURVEY: ModelSurvey = {
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

export const DEVICE: DeviceFacts = {
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

/** A public object over a worker of its own. */
export function start(): { tiller: Tiller; client: ModelClient; log: unknown[]; workers: MessagePort[] } {
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

/** To be called after each test. */
export function closeAll(): void {
  for (const { client, workers } of open.splice(0)) {
    client.dispose();
    for (const worker of workers) worker.close();
  }
}

export const rejects = (promise: Promise<unknown>, code: string, text = '') =>
  expect(promise).rejects.toThrow(expect.objectContaining({ code, message: expect.stringContaining(text) }));

/** A value as it may come from plain JavaScript, where nobody checked its type. */
export const untyped = (value: unknown) => JSON.parse(JSON.stringify(value));
