/**
 * One run of the patched graph: a step appends tokens to every row of a batch, steers where asked, and gives back only
 * what was asked for. Everything above (prefill, lanes, capture, scores) is made of steps.
 */
import type * as Ort from 'onnxruntime-web';
import { TillerError } from '../../src/core/errors.ts';
import { halvesToFloats } from '../../src/core/onnx/dequantise.ts';
import { HEAD_INPUTS, HEAD_OUTPUTS } from '../../src/core/onnx/head.ts';
import { ROPE_LENGTH } from '../../src/core/onnx/longRope.ts';
import { OBSERVE_INPUTS, OBSERVE_OUTPUTS } from '../../src/core/onnx/observe.ts';
import type { PatchReport } from '../../src/core/onnx/patch.ts';
import { STEER_INPUTS } from '../../src/core/onnx/steer.ts';
import type { SteeringSlots } from '../../src/core/steering/slots.ts';
import type { Backend } from '../../src/protocol/model.ts';
import { type Cache, type CachePolicy, tensorValues } from '../cache/cache.ts';
import { runtimeError } from '../fatal.ts';
import type { Runtime } from '../runtime.ts';

/** Directions to project on: P a row at each layer that is on. */
export interface PackedProbes {
  count: number;
  /** [L, B, H, P] */
  u: Float32Array;
  /** [L] 0 or 1 */
  on: Uint8Array;
}

export interface Step {
  cache: Cache;
  /** B rows of new tokens; shorter rows are padded on the right. An empty row is finished and gets a dummy. */
  tokens: readonly (readonly number[])[];
  /** length of the whole text, where a step reads only part of it: it decides the rotary table */
  textLength?: number;
  steering?: SteeringSlots | null;
  probes?: PackedProbes | null;
  /** positions whose logits (or, with `targets`, log-probabilities) are wanted, as row * width + index */
  logitRows?: readonly number[];
  /** one token id a logit row: its log-probability is computed in the graph and logits are not moved */
  targets?: readonly number[];
  /** positions whose hidden states are wanted at every layer, as row * width + index */
  captureRows?: readonly number[];
}

export interface StepResult {
  /** [logitRows, vocabSize], float32 */
  logits: Float32Array | null;
  /** [logitRows], natural logarithm */
  logProbs: Float32Array | null;
  /** [numLayers, captureRows, hiddenSize] */
  captured: Float32Array | null;
  /** [layers that are on, B, width, P] */
  projections: Float32Array | null;
}

export class Decoder {
  readonly report: PatchReport;
  readonly backend: Backend;
  readonly policy: CachePolicy;
  /** rows that may decode together: 1 where the graph derives positions from the cache's length */
  readonly maxRows: number;
  private readonly runtime: Runtime;
  private readonly session: Ort.InferenceSession;

  constructor(parts: {
    runtime: Runtime;
    session: Ort.InferenceSession;
    report: PatchReport;
    backend: Backend;
    policy: CachePolicy;
  }) {
    this.runtime = parts.runtime;
    this.session = parts.session;
    this.report = parts.report;
    this.backend = parts.backend;
    this.policy = parts.policy;
    const hasPositions = parts.report.inputs.includes('position_ids');
    this.maxRows = parts.policy.name === 'concat' && !hasPositions ? 1 : Number.POSITIVE_INFINITY;
  }

  async run(step: Step): Promise<StepResult> {
    const { runtime, report } = this;
    const rows = step.tokens.length;
    const width = Math.max(1, ...step.tokens.map((tokens) => tokens.length));
    const counts = step.tokens.map((tokens) => tokens.length);
    const ids = new BigInt64Array(rows * width);
    for (const [row, tokens] of step.tokens.entries()) {
      for (const [i, token] of tokens.entries()) ids[row * width + i] = BigInt(token);
    }
    const { feeds, fetches } = step.cache.prepare(counts, width);
    const all: Record<string, Ort.Tensor> = {
      ...feeds,
      input_ids: new runtime.Tensor('int64', ids, [rows, width]),
      ...this.steeringFeeds(step.steering ?? null, rows),
      ...this.probeFeeds(step.probes ?? null, rows),
      ...this.captureFeeds(step.captureRows),
      ...this.headFeeds(step, rows * width),
      ...this.ropeFeeds(step),
    };
    const wantsScores = step.targets !== undefined && step.targets.length > 0;
    const wantsLogits = !wantsScores && (step.logitRows?.length ?? 0) > 0;
    const wanted: Record<string, Ort.Tensor | null> = { ...fetches };
    if (wantsLogits) wanted[HEAD_OUTPUTS.logits] = null;
    if (wantsScores) wanted[HEAD_OUTPUTS.logProbs] = null;
    if (step.captureRows?.length) wanted[OBSERVE_OUTPUTS.residPostLast] = null;
    if (step.probes) wanted[OBSERVE_OUTPUTS.probeValues] = null;
    // a run must fetch something; every decoder has a cache
    const outputs = await this.session.run(all, wanted).catch((error: unknown) => {
      throw runtimeError(error, 'run');
    });
    step.cache.accept(outputs);
    const float = (name: string): Float32Array | null => (name in wanted ? asFloats(outputs[name]!) : null);
    const result: StepResult = {
      logits: float(HEAD_OUTPUTS.logits),
      logProbs: float(HEAD_OUTPUTS.logProbs),
      captured: float(OBSERVE_OUTPUTS.residPostLast),
      projections: float(OBSERVE_OUTPUTS.probeValues),
    };
    if (result.logits && result.logits.length % report.vocabSize !== 0) {
      throw new TillerError(
        'internal',
        `expected rows of ${report.vocabSize} logits, found ${result.logits.length} numbers`,
      );
    }
    return result;
  }

  async release(): Promise<void> {
    await this.session.release();
  }

  private steeringFeeds(steering: SteeringSlots | null, rows: number): Record<string, Ort.Tensor> {
    const { numLayers: layers, hiddenSize } = this.report;
    const isOn = steering !== null && steering.slots > 0 && steering.on.includes(1);
    if (!isOn) {
      const none = () => this.float([0], [1, 1, 1, 1]);
      return {
        [STEER_INPUTS.directions]: none(),
        [STEER_INPUTS.readers]: none(),
        [STEER_INPUTS.offsets]: none(),
        [STEER_INPUTS.on]: this.int64(new Uint8Array(layers)),
      };
    }
    const { slots, u, w, a, on } = steering;
    return {
      [STEER_INPUTS.directions]: this.float(u, [layers, rows, slots, hiddenSize]),
      [STEER_INPUTS.readers]: this.float(w, [layers, rows, hiddenSize, slots]),
      [STEER_INPUTS.offsets]: this.float(a, [layers, rows, 1, slots]),
      [STEER_INPUTS.on]: this.int64(on),
    };
  }

  private probeFeeds(probes: PackedProbes | null, rows: number): Record<string, Ort.Tensor> {
    const { numLayers: layers, hiddenSize } = this.report;
    return {
      [OBSERVE_INPUTS.probes]: probes
        ? this.float(probes.u, [layers, rows, hiddenSize, probes.count])
        : this.float([0], [1, 1, 1, 1]),
      [OBSERVE_INPUTS.probeOn]: this.int64(probes?.on ?? new Uint8Array(layers)),
      [OBSERVE_INPUTS.probesOn]: this.bool([probes ? 1 : 0], []),
    };
  }

  private captureFeeds(rows: readonly number[] | undefined): Record<string, Ort.Tensor> {
    const isOn = rows !== undefined && rows.length > 0;
    return {
      [OBSERVE_INPUTS.lastToken]: this.int64(isOn ? rows : [0]),
      [OBSERVE_INPUTS.captureOn]: this.bool([isOn ? 1 : 0], []),
    };
  }

  private headFeeds(step: Step, positions: number): Record<string, Ort.Tensor> {
    const rows = step.logitRows ?? [];
    const isOn = rows.length > 0;
    // every position in order is what the stock head gives: no gather needed
    const isEvery = rows.length === positions && rows.every((row, index) => row === index);
    const scored = step.targets !== undefined && step.targets.length > 0;
    return {
      [HEAD_INPUTS.rows]: this.int64(isOn ? rows : [0]),
      [HEAD_INPUTS.rowsOn]: this.bool([isOn && !(isEvery && positions === step.tokens.length) ? 1 : 0], []),
      [HEAD_INPUTS.logitsOn]: this.bool([isOn ? 1 : 0], []),
      [HEAD_INPUTS.targets]: this.int64(scored ? step.targets! : [0]),
      [HEAD_INPUTS.scoreOn]: this.bool([scored ? 1 : 0], []),
    };
  }

  private ropeFeeds({ textLength = 0 }: Step): Record<string, Ort.Tensor> {
    if (this.report.ropeLimit === null) return {};
    const length = BigInt64Array.of(BigInt(textLength));
    return { [ROPE_LENGTH]: new this.runtime.Tensor('int64', length, []) };
  }

  private float(data: Float32Array | number[], dims: number[]): Ort.Tensor {
    return new this.runtime.Tensor(
      'float32',
      data instanceof Float32Array ? data : Float32Array.from(data),
      dims,
    );
  }

  private int64(values: ArrayLike<number> & Iterable<number>): Ort.Tensor {
    return new this.runtime.Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]);
  }

  private bool(values: Uint8Array | number[], dims: number[]): Ort.Tensor {
    return new this.runtime.Tensor('bool', Uint8Array.from(values), dims);
  }
}

function asFloats(tensor: Ort.Tensor): Float32Array {
  const values = tensorValues(tensor);
  return values instanceof Float32Array ? values : halvesToFloats(values);
}
