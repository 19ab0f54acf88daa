/**
 * The exchange between the page and the model worker.
 *
 * The page sends requests, each with an `id`. The worker answers every request with any number of `progress` or `token`
 * events and then exactly one `done` or `error`. Requests on the model run one at a time, in order of arrival; those on
 * files alone (`FILE_KINDS`) run beside them, at once, and so does the part of a `load` that fetches files while another model
 * is loaded: requests that come after it run on that one. `cancel` names an id and takes effect between two tokens (or two
 * batches): a cancelled `generate` ends in `done` with what was generated so far (finishReason `aborted`), every other
 * request ends in `error` with code `aborted`.
 *
 * `ping` asks for any sign of life; the worker answers `pong` as soon as it hears it.
 *
 * `fatal` is the worker's last word, about no request in particular: it cannot go on (a lost graphics device, full
 * memory), everything that is open has failed with it, and the page ends the worker.
 *
 * `encoding` stands around all work of a model's own tokenizer and chat template, which runs in one piece: the page ends a
 * worker that does not come back from it.
 *
 * Typed arrays cross as transferred buffers where the field says so; the sender no longer uses them.
 */
import type { ErrorData } from '../core/errors.ts';
import type { Intervention } from '../core/steering/types.ts';
import type { EngineMeasures } from './benchmark.ts';
import type {
  Lane,
  LaneResult,
  LaneToken,
  LoadOptions,
  ModelInfo,
  Probe,
  Progress,
  Prompt,
} from './model.ts';
import type { DeviceFacts, ModelSurvey, StorageFacts, Verification } from './storage.ts';

/** What each kind of request carries and what its `done` holds. */
export interface Exchange {
  load: { request: { source: string | File[]; options: LoadOptions }; reply: ModelInfo };
  unload: { request: Record<never, never>; reply: null };
  tokenize: { request: { prompt: Prompt }; reply: number[] };
  capture: {
    request: { prompts: Prompt[]; interventions: Intervention[] };
    /** data: transferred, [prompts, numLayers, hiddenSize] */
    reply: { shape: [number, number, number]; data: Float32Array };
  };
  projections: {
    request: { prompt: Prompt; probes: Probe[]; interventions: Intervention[]; promptTokens?: number };
    /** values: one array [tokens] a probe */
    reply: { tokens: string[]; values: Float32Array[] };
  };
  /** reply: transferred, [vocabSize], last position */
  logits: {
    request: { prompt: Prompt; interventions: Intervention[]; promptTokens?: number };
    reply: Float32Array;
  };
  score: {
    request: { prompt: Prompt; completion: string };
    reply: { logProbs: Float32Array; perplexity: number };
  };
  generate: { request: { lanes: Lane[] }; reply: LaneResult[] };
  /** for the benchmark: memory speed, and what a step costs the graphics processor */
  measureEngine: { request: Record<never, never>; reply: EngineMeasures };
  /** what `load` with the same source and options would read */
  survey: { request: { source: string | File[]; options: LoadOptions }; reply: ModelSurvey };
  device: { request: Record<never, never>; reply: DeviceFacts };
  storage: { request: Record<never, never>; reply: StorageFacts };
  /** removes a model's stored files, complete or not */
  deleteStored: { request: { key: string }; reply: null };
  /** reads every byte of a stored model again and compares */
  verifyStored: { request: { key: string }; reply: Verification };
}

export type Kind = keyof Exchange;

/** Requests that need no model, so that they wait for none. */
export const FILE_KINDS: readonly Kind[] = ['survey', 'device', 'storage', 'deleteStored', 'verifyStored'];

/** A request of one kind; without an argument, of any kind. */
export type Request<K extends Kind = Kind> = {
  [P in K]: { kind: P; id: number; body: Exchange[P]['request'] };
}[K];

export type ToWorker = Request | { kind: 'cancel'; id: number } | { kind: 'ping' };

/** `alive` comes once, first: the worker holds the Web Lock `lock` for as long as it lives (see lifeline.ts). */
export type FromWorker =
  | { kind: 'alive'; lock: string }
  | { kind: 'encoding'; isOver: boolean }
  | { kind: 'pong' }
  | { kind: 'progress'; id: number; progress: Progress }
  | { kind: 'token'; id: number; lane: number; token: LaneToken }
  | { kind: 'done'; id: number; reply: Exchange[Kind]['reply'] }
  | { kind: 'error'; id: number; error: ErrorData }
  | { kind: 'fatal'; error: ErrorData };
