/** Builds the public object from a model client and the checkers: arguments are checked, the worker does the work. */
import { version } from '../../package.json';
import type { ModelClient } from '../client/ModelClient.ts';
import { TillerError } from '../core/errors.ts';
import { FIT_METHODS, fitDirections } from '../core/steering/direction.ts';
import type { Lane, LaneResult, ModelInfo } from '../protocol/model.ts';
import {
  badRequest,
  checkIntervention,
  checkKey,
  checkLane,
  checkList,
  checkLoadOptions,
  checkProbe,
  checkPrompt,
  checkSource,
  wholeNumber,
} from './arguments.ts';
import type { Tiller } from './tiller.ts';

/** The judging half, which needs no model. */
export interface Checks extends Pick<Tiller, 'check'> {
  /** fetches what some checks need before they can run; called at once, and awaited before a model counts as loaded */
  prepare?(): Promise<void>;
}

export function createTiller(client: ModelClient, checks: Checks): Tiller {
  let model: ModelInfo | null = null;
  // A check that still misses its data says so itself.
  const prepare = () => checks.prepare?.().catch(() => {});
  void prepare();
  client.onDeath(() => {
    model = null;
  });

  return {
    version,
    get model() {
      return model;
    },

    async loadModel(source, { onProgress, signal, ...options } = {}) {
      const info = await client.request(
        'load',
        { source: checkSource(source), options: checkLoadOptions(options) },
        {
          signal,
          onProgress: (progress) => {
            // Once the files are there the worker gives the old model up, whatever becomes of the new one.
            if (progress.stage !== 'download' && progress.stage !== 'verify') model = null;
            onProgress?.(progress);
          },
        },
      );
      model = info;
      await prepare();
      return info;
    },

    async unloadModel() {
      await client.request('unload', {});
      model = null;
    },

    survey: async (source, { signal, ...options } = {}) =>
      client.request(
        'survey',
        { source: checkSource(source), options: checkLoadOptions(options) },
        { signal },
      ),
    device: async () => client.request('device', {}),
    measureEngine: async ({ signal } = {}) => client.request('measureEngine', {}, { signal }),
    storage: async () => client.request('storage', {}),
    async deleteStored(key) {
      await client.request('deleteStored', { key: checkKey(key) });
    },
    verifyStored: async (key, { onProgress, signal } = {}) =>
      client.request('verifyStored', { key: checkKey(key) }, { onProgress, signal }),

    tokenize: async (prompt) => client.request('tokenize', { prompt: checkPrompt(prompt) }),

    capture: async (prompts, { interventions = [], onProgress, signal } = {}) =>
      client.request(
        'capture',
        {
          prompts: checkList(prompts, 'prompts', checkPrompt),
          interventions: checkList(interventions, 'interventions', checkIntervention),
        },
        { onProgress, signal },
      ),

    projections: async (prompt, probes, interventions = [], { promptTokens, signal } = {}) =>
      client.request(
        'projections',
        {
          prompt: checkPrompt(prompt),
          probes: checkList(probes, 'probes', checkProbe),
          interventions: checkList(interventions, 'interventions', checkIntervention),
          ...(promptTokens === undefined ? {} : { promptTokens: wholeNumber(promptTokens, 'promptTokens') }),
        },
        { signal },
      ),

    async fitVector(pairs, { method = 'meanDifference', name = 'vector', onProgress, signal } = {}) {
      if (!FIT_METHODS.includes(method)) throw badRequest('method', '"meanDifference" or "pca"', method);
      if (!Array.isArray(pairs) || pairs.length === 0) {
        throw badRequest('pairs', 'a list of at least one contrast pair', pairs);
      }
      const sides = pairs.flatMap((pair, index) => [
        checkPrompt(pair?.positive, `pairs[${index}].positive`),
        checkPrompt(pair?.negative, `pairs[${index}].negative`),
      ]);
      const { shape, data } = await client.request(
        'capture',
        { prompts: sides, interventions: [] },
        { onProgress, signal },
      );
      const modelId = model?.id ?? '';
      const [, numLayers, hiddenSize] = shape;
      const [positive, negative] = splitPairs(data, pairs.length, numLayers * hiddenSize);
      return { name, modelId, ...fitDirections(positive, negative, numLayers, hiddenSize, method) };
    },

    logits: async (prompt, interventions = [], { promptTokens, signal } = {}) =>
      client.request(
        'logits',
        {
          prompt: checkPrompt(prompt),
          interventions: checkList(interventions, 'interventions', checkIntervention),
          ...(promptTokens === undefined ? {} : { promptTokens: wholeNumber(promptTokens, 'promptTokens') }),
        },
        { signal },
      ),

    async score(prompt, completion, { signal } = {}) {
      if (typeof completion !== 'string' || completion === '') {
        throw badRequest('completion', 'a text that is not empty', completion);
      }
      return client.request('score', { prompt: checkPrompt(prompt), completion }, { signal });
    },

    async generate(lanes, { onToken, signal } = {}) {
      const checked = checkList(lanes, 'lanes', checkLane);
      try {
        return await client.request('generate', { lanes: checked }, { onToken, signal });
      } catch (error) {
        // Cancelled so early that the worker had nothing to say: nothing new was generated.
        if (!(error instanceof TillerError) || error.code !== 'aborted') throw error;
        return checked.map(emptyResult);
      }
    },

    check: checks.check,
  };
}

/** [pairs, 2, size] to both sides, [pairs, size] each. */
function splitPairs(data: Float32Array, pairs: number, size: number): [Float32Array, Float32Array] {
  const sides: [Float32Array, Float32Array] = [
    new Float32Array(pairs * size),
    new Float32Array(pairs * size),
  ];
  for (let pair = 0; pair < pairs; pair++) {
    for (const [side, states] of sides.entries()) {
      const from = (pair * 2 + side) * size;
      states.set(data.subarray(from, from + size), pair * size);
    }
  }
  return sides;
}

function emptyResult({ generated = [] }: Lane): LaneResult {
  return {
    text: '',
    tokenIds: generated,
    finishReason: 'aborted',
    promptTokens: 0,
    durationMs: 0,
    tokensPerSecond: 0,
  };
}
