/** What a caller says to the model and hears from it: the types behind contract and messages alike. */
import type { Intervention } from '../core/steering/types.ts';

export interface Message {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** Raw text, token ids, or a chat to which the model's own template is applied (with the generation prompt). */
export type Prompt = string | number[] | Message[];

export type Backend = 'webgpu' | 'wasm';

export interface LoadOptions {
  /** default `auto`: WebGPU where it passes the self-test, else WASM with a notice */
  backend?: 'auto' | Backend;
  /** `fp32`, `fp16`, `q4`, `q4f16`, `q8`, ...; file suffixes as in transformers.js */
  dtype?: string;
  revision?: string;
  /**
   * keeps the files on this device, so that they are downloaded once; default true for hub ids and addresses. The embedded
   * model is part of the site and files of the disk are there already: neither is stored again.
   */
  store?: boolean;
}

/** One step of a long task. `total` is 0 when unknown. */
export interface Progress {
  stage:
    | 'download'
    | 'verify'
    | 'patch'
    | 'lower'
    | 'compile'
    | 'self-test'
    | 'capture'
    | 'projections'
    | 'score';
  loaded: number;
  total: number;
  /** of a download: part of `loaded` that was on this device when it began, so that a rate leaves it out */
  resumedBytes?: number;
  unit: 'bytes' | 'weights' | 'prompts' | 'steps';
  /** of a download that does not move: the server, after a failure that may pass, or another tab that has the files */
  waitsFor?: 'server' | 'tab';
  /** plain words, for example a file name */
  detail?: string;
}

export interface SelfTest {
  passed: boolean;
  /** largest absolute logit difference between one-go and chunked prefill, when both were run */
  chunkDifference: number | null;
  /** largest absolute difference from golden logits, when the model has some */
  goldenDifference: number | null;
  durationMs: number;
  /** what a user should know, in plain words */
  notices: string[];
}

export interface ModelInfo {
  id: string;
  revision: string | null;
  numLayers: number;
  hiddenSize: number;
  vocabSize: number;
  contextLength: number;
  backend: Backend;
  /** threads of the WASM provider; 1 when the page is not cross-origin isolated */
  threads: number;
  dtype: string;
  /** how the residual stream and the cache were recognised, for example `fused, GroupQueryAttention` */
  topology: string;
  prefillChunk: number;
  sizeBytes: number;
  /** most bytes of the files that JavaScript held at a time while loading, the runtime's own memory apart */
  peakLoaderBytes?: number;
  hasChatTemplate: boolean;
  /** of the vocabulary, hex: models with the same one read the same tokens; null where it cannot be told */
  tokenizerSha256: string | null;
  /** of the graph and of samples of the weights, hex: the same for the same files; null where it cannot be told */
  filesSha256: string | null;
  selfTest: SelfTest;
}

export interface Probe {
  layer: number;
  /** [hiddenSize]; normalised on the way in */
  direction: ArrayLike<number>;
}

/** One generation. Defaults: greedy, 128 tokens, repetition penalty 1. */
export interface Lane {
  prompt: Prompt;
  interventions?: Intervention[];
  probes?: Probe[];
  maxNewTokens?: number;
  /** 0 or absent: greedy */
  temperature?: number;
  topK?: number;
  topP?: number;
  repetitionPenalty?: number;
  seed?: number;
  stop?: string[];
  /**
   * ids that this lane has generated before: it goes on after them as if it had not been interrupted. They count for
   * `maxNewTokens` and are part of the result; `onToken` hears of new ones only.
   */
  generated?: number[];
  /**
   * ids of a text that this one may begin like, such as the answer before a small change of strength: a greedy lane that
   * decodes alone on the CPU reads several of them a step as long as it writes the same. The text is the same as without. 48
   * tokens: 2.4 times as fast with the same text, 1.2 times with one that differs from token 12 on (docs/speed.md).
   */
  draft?: number[];
  /** ends the lane once no further text can change the loose verdict on it; a pass waits for the first 24 tokens */
  stopWhenDecided?: CheckToDecide;
}

/** One IFEval check, as `check` takes it. */
export interface CheckToDecide {
  instructionId: string;
  kwargs: object;
  /** for the checks that read it */
  prompt?: string;
}

export interface LaneToken {
  id: number;
  /** the piece of text that became final with this token; empty while a character is incomplete */
  text: string;
  /** natural log-probability under the model's own distribution (before penalties and temperature) */
  logProb: number;
  /** one per probe: h . direction at the position this token was predicted from */
  projections?: number[];
  /** present on the token that ends its lane; a lane that is cancelled has no such token */
  finish?: LaneResult['finishReason'];
  /** beside `finish`, when it was `stopWhenDecided` that ended the lane */
  decided?: true;
}

export interface LaneResult {
  text: string;
  tokenIds: number[];
  finishReason: 'stop' | 'length' | 'aborted';
  promptTokens: number;
  durationMs: number;
  /** of decoding; tokens that were given as `generated` do not count */
  tokensPerSecond: number;
  /** present when `stopWhenDecided` ended the lane */
  decided?: true;
}
