/** What the lab's tests share: a model whose answers are written down beforehand, with everything else as in a real one. */
import type { Tiller } from '../api/tiller.ts';
import { check, liveCheck } from '../core/ifeval/index.ts';
import type { SteeringVector } from '../core/steering/types.ts';
import type { Lane, LaneResult, LaneToken, ModelInfo } from '../protocol/model.ts';
import type { Decoding } from './answers.ts';

export const GREEDY: Decoding = {
  maxNewTokens: 64,
  repetitionPenalty: 1.15,
  temperature: 0,
  topP: 1,
  seed: 0,
};

export const MODEL: ModelInfo = {
  id: 'scripted',
  revision: null,
  numLayers: 10,
  hiddenSize: 2,
  vocabSize: 1000,
  contextLength: 1000,
  backend: 'wasm',
  threads: 1,
  dtype: 'fp32',
  topology: 'scripted',
  prefillChunk: 32,
  sizeBytes: 0,
  hasChatTemplate: true,
  tokenizerSha256: null,
  filesSha256: null,
  selfTest: { passed: true, chunkDifference: null, goldenDifference: null, durationMs: 0, notices: [] },
};

/** The answer to a prompt's text under steering; a token is a word with the space before it. */
export type Script = (text: string, lane: Lane) => string;

export interface ScriptedTiller extends Tiller {
  model: ModelInfo | null;
  /** tokens generated so far, over all calls */
  generated: number;
  /** called after every token */
  onGenerated: (count: number) => void;
}

/**
 * Lanes advance together, one token a step; `generated`, `signal`, `maxNewTokens` and `stopWhenDecided` act as in a real
 * model. Calls that no script covers reject.
 */
export function scriptedTiller(script: Script, parts: Partial<Tiller> = {}): ScriptedTiller {
  const words: string[] = [];
  const idOf = (word: string): number => {
    if (!words.includes(word)) words.push(word);
    return words.indexOf(word);
  };
  const missing = async () => {
    throw new Error('not scripted');
  };

  const tiller: ScriptedTiller = {
    version: '0',
    model: MODEL,
    generated: 0,
    onGenerated: () => {},
    loadModel: missing,
    unloadModel: missing,
    survey: missing,
    device: missing,
    storage: missing,
    deleteStored: missing,
    verifyStored: missing,
    measureEngine: missing,
    tokenize: missing,
    capture: missing,
    projections: missing,
    fitVector: missing,
    logits: missing,
    score: missing,
    check,
    ...parts,
    async generate(lanes, { onToken, signal } = {}) {
      const running = lanes.map((lane) => ({
        lane,
        ids: [...(lane.generated ?? [])],
        result: resultOf(lane),
      }));
      for (const each of running) {
        for (let length = 0; length <= each.ids.length && !each.result.finishReason; length++) {
          each.result = stateOf(each.lane, each.ids.slice(0, length));
        }
      }
      while (running.some(({ result }) => !result.finishReason)) {
        await new Promise((resolve) => setTimeout(resolve));
        if (signal?.aborted) break;
        for (const [index, each] of running.entries()) {
          if (each.result.finishReason) continue;
          const token = nextToken(each.lane, each.ids.length);
          const before = each.result.text;
          each.ids.push(token);
          each.result = stateOf(each.lane, each.ids);
          const { text, finishReason, decided } = each.result;
          onToken?.(index, {
            id: token,
            text: text.slice(before.length),
            logProb: 0,
            ...(finishReason ? { finish: finishReason } : {}),
            ...(decided ? { decided } : {}),
          } satisfies LaneToken);
          tiller.generated += 1;
          tiller.onGenerated(tiller.generated);
        }
      }
      return running.map(({ result }) => ({ ...result, finishReason: result.finishReason ?? 'aborted' }));
    },
  };
  return tiller;

  function answerOf(lane: Lane): string[] {
    const { prompt } = lane;
    const text = typeof prompt === 'string' ? prompt : (prompt as { content: string }[])[0]!.content;
    return script(text, lane).split(/(?= )/);
  }

  /** Beyond the end of the script stands the model's own end. */
  function nextToken(lane: Lane, position: number): number {
    return idOf(answerOf(lane)[position] ?? '');
  }

  function stateOf(lane: Lane, ids: readonly number[]) {
    const { maxNewTokens = 128, stopWhenDecided } = lane;
    const text = ids.map((id) => words[id]!).join('');
    const result = { ...resultOf(lane), text, tokenIds: [...ids] };
    if (words[ids.at(-1) ?? -1] === '') return { ...result, finishReason: 'stop' as const };
    if (stopWhenDecided && text !== '') {
      const { instructionId, kwargs, prompt } = stopWhenDecided;
      const verdict = liveCheck(instructionId, kwargs, prompt)(text, { done: false, mode: 'loose' });
      if (verdict.final) return { ...result, finishReason: 'stop' as const, decided: true as const };
    }
    return { ...result, finishReason: ids.length >= maxNewTokens ? ('length' as const) : null };
  }
}

type Unfinished = Omit<LaneResult, 'finishReason'> & { finishReason: 'stop' | 'length' | null };

function resultOf(_lane: Lane): Unfinished {
  return { text: '', tokenIds: [], finishReason: null, promptTokens: 1, durationMs: 0, tokensPerSecond: 0 };
}

/** A vector of the scripted model: instructed prompts lie at 1, plain ones at 0, along the first axis. */
export function scriptedVector(parts: Partial<SteeringVector> = {}): SteeringVector {
  const { numLayers, hiddenSize } = MODEL;
  const perLayer = (value: number) => new Float32Array(numLayers).fill(value);
  return {
    name: 'scripted',
    modelId: MODEL.id,
    method: 'meanDifference',
    numLayers,
    hiddenSize,
    direction: Float32Array.from({ length: numLayers * hiddenSize }, (_, i) =>
      i % hiddenSize === 0 ? 1 : 0,
    ),
    meanDifferenceNorm: perLayer(1),
    projectionPositive: perLayer(1),
    projectionNegative: perLayer(0),
    pairConsistency: perLayer(1),
    ...parts,
  };
}

/** Fires after so many tokens of a scripted model. */
export function abortAfter(tiller: ScriptedTiller, tokens: number): AbortSignal {
  const controller = new AbortController();
  tiller.onGenerated = (count) => {
    if (count >= tokens) controller.abort();
  };
  return controller.signal;
}
