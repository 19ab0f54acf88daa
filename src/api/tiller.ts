/** The public object: its types, with what each call takes, gives back and throws. Stable under semantic versioning. */
import type { FitMethod } from '../core/steering/direction.ts';
import type { Intervention, SteeringVector } from '../core/steering/types.ts';
import type { EngineMeasures } from '../protocol/benchmark.ts';
import type {
  Lane,
  LaneResult,
  LaneToken,
  LoadOptions,
  ModelInfo,
  Probe,
  Progress,
  Prompt,
} from '../protocol/model.ts';
import type { DeviceFacts, ModelSurvey, StorageFacts, Verification } from '../protocol/storage.ts';

export interface TaskOptions {
  onProgress?: (progress: Progress) => void;
  /** cancels the call: it then rejects with code `aborted` (`generate` resolves with what it has) */
  signal?: AbortSignal;
}

export interface ContrastPair {
  /** the prompt with the instruction */
  positive: Prompt;
  /** the same prompt without it */
  negative: Prompt;
}

export interface CheckResult {
  /** the response as it is */
  strict: boolean;
  /** also passes when it passes without its first or last line, or without asterisks */
  loose: boolean;
  /** the reason, in words */
  detail: string;
}

/**
 * Every call may reject with a `TillerError`: `bad_request` for malformed arguments, `model_not_loaded`, what ends the
 * model with it (`worker_died`, `device_lost`, `out_of_memory`: load it again; `tokenizer_timeout`: its own files never come to an end), and what
 * is named at the call. Calls run one after the other, in the order in which they were made; after any error the object is
 * usable again. Layers are 0-based, and steering acts on the residual stream after that block.
 */
export interface Tiller {
  readonly version: string;
  /** what is loaded now; null without a model, and from the moment a new one takes the old one's place until it is ready */
  readonly model: ModelInfo | null;

  /**
   * Loads a model in place of the present one, which stays until the new one's files are all there, and answers until then.
   * @param source `embedded`, a Hugging Face id (`owner/name`), the base address of a folder, or the files of a folder
   * @throws `model_not_found`, `download_failed`, `file_missing`, `file_corrupt`, `hash_mismatch`,
   *   `graph_not_recognised`, `model_unsupported`, `webgpu_unavailable`, `out_of_memory`, `self_test_failed`, `aborted`
   */
  loadModel(source: string | File[], options?: LoadOptions & TaskOptions): Promise<ModelInfo>;

  /** Frees the model's memory; does nothing without a model. */
  unloadModel(): Promise<void>;

  /**
   * What `loadModel` with the same arguments would read, without reading any large file.
   * @throws as `loadModel`, for what can be known by then
   */
  survey(source: string | File[], options?: LoadOptions & Pick<TaskOptions, 'signal'>): Promise<ModelSurvey>;

  /** What this browser and its GPU allow. Runs beside other calls, as the four below do. */
  device(): Promise<DeviceFacts>;

  /**
   * For the benchmark: how fast memory is copied where the model runs, and what one decode step asks of the GPU.
   * @throws `model_not_loaded`, `aborted`
   */
  measureEngine(options?: { signal?: AbortSignal }): Promise<EngineMeasures>;

  /** The models kept on this device, and how much room there is. */
  storage(): Promise<StorageFacts>;

  /**
   * Removes a stored model, or what there is of one whose download stopped.
   * @throws `model_not_found`, `busy` (a load in this or another tab uses it)
   */
  deleteStored(key: string): Promise<void>;

  /**
   * Compares every byte of a stored model with the hashes of its files.
   * @throws `model_not_found`, `busy`, `aborted`
   */
  verifyStored(key: string, options?: TaskOptions): Promise<Verification>;

  /**
   * The ids that the model would read.
   * @throws `prompt_empty`
   */
  tokenize(prompt: Prompt): Promise<number[]>;

  /**
   * The residual stream after every block at each prompt's last token, after steering.
   * @returns data [prompts, numLayers, hiddenSize], as in `shape`
   * @throws `prompt_empty`, `prompt_too_long`, `layer_out_of_range`, `shape_mismatch`, `direction_invalid`, `aborted`
   */
  capture(
    prompts: Prompt[],
    options?: { interventions?: Intervention[] } & TaskOptions,
  ): Promise<{ shape: [number, number, number]; data: Float32Array }>;

  /**
   * How far every position lies along each probe's direction, after steering.
   * @param options.promptTokens where interventions of scope `generated` begin; default: all positions are the prompt's
   * @returns tokens as text, and one array [tokens] a probe
   * @throws as `capture`
   */
  projections(
    prompt: Prompt,
    probes: Probe[],
    interventions?: Intervention[],
    options?: { promptTokens?: number } & Pick<TaskOptions, 'signal'>,
  ): Promise<{ tokens: string[]; values: Float32Array[] }>;

  /**
   * Turns contrast pairs into a direction per layer: captures both sides and fits. All of the vector's numbers are
   * measured on these pairs.
   * @param options.method default `meanDifference`
   * @param options.name default `vector`
   * @throws as `capture`; `direction_invalid` also where both sides are the same
   */
  fitVector(
    pairs: ContrastPair[],
    options?: { method?: FitMethod; name?: string } & TaskOptions,
  ): Promise<SteeringVector>;

  /**
   * The scores of the next token after the prompt.
   * @param options.promptTokens where interventions of scope `generated` begin; default: all positions are the prompt's
   * @returns [vocabSize]
   * @throws as `capture`
   */
  logits(
    prompt: Prompt,
    interventions?: Intervention[],
    options?: { promptTokens?: number } & Pick<TaskOptions, 'signal'>,
  ): Promise<Float32Array>;

  /**
   * How likely the unsteered model finds `completion` after the prompt.
   * @returns natural log-probabilities, one a token of the completion, and the perplexity they amount to
   * @throws `prompt_empty`, `prompt_too_long`, `aborted`
   */
  score(
    prompt: Prompt,
    completion: string,
    options?: Pick<TaskOptions, 'signal'>,
  ): Promise<{ logProbs: Float32Array; perplexity: number }>;

  /**
   * Runs lanes side by side; tokens of all lanes arrive interleaved, step by step. When the signal fires, it resolves
   * with finishReason `aborted` and the text so far in every lane that was not done. Such a lane can go on later: give its
   * `tokenIds` as `generated`, and it ends as it would have without the interruption (a lane that is cancelled before the
   * worker knows of it has these ids, but no text). With `stopWhenDecided` a lane ends as soon as its loose verdict is
   * certain (finishReason `stop`, `decided` true).
   * @returns one result a lane, in the order given
   * @throws as `capture`, but never `aborted`; `unknown_check` and `check_arguments` for `stopWhenDecided`
   */
  generate(
    lanes: Lane[],
    options?: { onToken?: (lane: number, token: LaneToken) => void; signal?: AbortSignal },
  ): Promise<LaneResult[]>;

  /**
   * Whether a response follows an instruction, by the IFEval checker of that id. Needs no model.
   * @param prompt for the checkers that read it
   * @throws TillerError `unknown_check`, `check_arguments` (thrown, not rejected: this call is synchronous)
   */
  check(instructionId: string, kwargs: object, response: string, prompt?: string): CheckResult;
}
