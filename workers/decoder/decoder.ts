/**
 * One run of the patched graph: a step appends tokens to every row of a batch, steers where asked, and gives back only
 * what was asked for. Everything above (prefill, lanes, capture, scores) is made of steps.
 */
import type * as Ort from 'onnxruntime-web';
import { TillerError } from '../../src/core/errors.ts';
import {
  CANDIDATES,
  CHOICE_COLUMNS,
  CHOICE_INPUTS,
  CHOICES,
  type ChoiceOutput,
  choiceSwitch,
} from '../../src/core/onnx/choose.ts';
import { halvesToFloats } from '../../src/core/onnx/dequantise.ts';
import { HEAD_INPUTS, HEAD_OUTPUTS } from '../../src/core/onnx/head.ts';
import { ROPE_LENGTH } from '../../src/core/onnx/longRope.ts';
import { FLOAT16 } from '../../src/core/onnx/model.ts';
import { OBSERVE_INPUTS, OBSERVE_OUTPUTS } from '../../src/core/onnx/observe.ts';
import type { PatchReport } from '../../src/core/onnx/patch.ts';
import { STEER_INPUTS } from '../../src/core/onnx/steer.ts';
import type { SteeringSlots } from '../../src/core/steering/slots.ts';
import type { Backend } from '../../src/protocol/model.ts';
import { type Cache, type CachePolicy, tensorValues } from '../cache/cache.ts';
import { giveUpDevice } from '../deviceLoss.ts';
import { runtimeError } from '../fatal.ts';
import type { Runtime } from '../runtime.ts';
import { type Choice, readChoices } from '../sampling/choice.ts';
import type { GpuTensors, InputValues } from './gpuTensors.ts';

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
  /** what to choose at each logit row: logits then stay where they are */
  choose?: ChoiceRequest | null;
  /** positions whose hidden states are wanted at every layer, as row * width + index */
  captureRows?: readonly number[];
}

/** For each logit row; only where the report says that the graph `choosesTokens`. */
export interface ChoiceRequest {
  /** ids used so far; none empty */
  used: readonly ReadonlySet<number>[];
  /** 1: none */
  penalties: readonly number[];
  /** null: the likeliest token alone; else of each row, and candidates come as well */
  temperatures: readonly number[] | null;
}

export interface StepResult {
  /** [logitRows, vocabSize], float32 */
  logits: Float32Array | null;
  /** one a logit row */
  choices: Choice[] | null;
  /** logits [vocabSize] of one logit row of a step that chose, until the next step */
  readLogits(row: number): Promise<Float32Array>;
  /** [logitRows], natural logarithm */
  logProbs: Float32Array | null;
  /** [numLayers, captureRows, hiddenSize] */
  captured: Float32Array | null;
  /** [layers that are on, B, width, P] */
  projections: Float32Array | null;
}

/** Stand for inputs of parts that are off: the same arrays at every step, which are sent once. */
const NOTHING = new Float32Array(1);
const NO_IDS = new Int32Array(1);
const FIRST: readonly number[] = [0];
const FIRST_INDEX = new BigInt64Array(1);
/** Width of the used ids grows by this. */
const USED_STEP = 64;

export class Decoder {
  readonly report: PatchReport;
  readonly backend: Backend;
  readonly policy: CachePolicy;
  /** rows that may decode together: 1 where the graph derives positions from the cache's length */
  readonly maxRows: number;
  /** batches that this device runs faster with idle rows beside them, from the warm-up */
  padding: ReadonlyMap<number, number> = new Map();
  private readonly runtime: Runtime;
  private readonly session: Ort.InferenceSession;
  private readonly gpu: GpuTensors | null;

  constructor(parts: {
    runtime: Runtime;
    session: Ort.InferenceSession;
    /** null where everything is on the CPU */
    gpu: GpuTensors | null;
    report: PatchReport;
    backend: Backend;
    policy: CachePolicy;
  }) {
    this.runtime = parts.runtime;
    this.session = parts.session;
    this.gpu = parts.gpu;
    this.report = parts.report;
    this.backend = parts.backend;
    this.policy = parts.policy;
    const hasPositions = parts.report.inputs.includes('position_ids');
    this.maxRows = parts.policy.name === 'concat' && !hasPositions ? 1 : Number.POSITIVE_INFINITY;
  }

  async run(step: Step): Promise<StepResult> {
    const { report } = this;
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
      input_ids: this.int64('input_ids', ids, [rows, width]),
      ...this.steeringFeeds(step.steering ?? null, rows),
      ...this.probeFeeds(step.probes ?? null, rows),
      ...this.captureFeeds(step.captureRows),
      ...this.headFeeds(step, rows * width),
      ...this.ropeFeeds(step),
      ...this.choiceFeeds(step.choose ?? null),
    };
    const wantsScores = step.targets !== undefined && step.targets.length > 0;
    const logitRows = step.logitRows?.length ?? 0;
    const chooses = Boolean(step.choose) && logitRows > 0;
    const wantsLogits = !wantsScores && !chooses && logitRows > 0;
    const wanted: Record<string, Ort.Tensor | null> = { ...fetches };
    if (wantsLogits) wanted[HEAD_OUTPUTS.logits] = null;
    if (wantsScores) wanted[HEAD_OUTPUTS.logProbs] = null;
    if (step.captureRows?.length) wanted[OBSERVE_OUTPUTS.residPostLast] = null;
    if (step.probes) wanted[OBSERVE_OUTPUTS.probeValues] = null;
    if (chooses) Object.assign(wanted, this.choiceOutputs(step.choose!, logitRows));
    // a run must fetch something; every decoder has a cache
    const outputs = await this.session.run(all, wanted).catch((error: unknown) => {
      throw runtimeError(error, 'run');
    });
    step.cache.accept(outputs);
    const float = (name: string): Float32Array | null => (name in wanted ? asFloats(outputs[name]!) : null);
    const result: StepResult = {
      logits: wantsLogits ? float(HEAD_OUTPUTS.logits) : null,
      choices: chooses ? await this.readChoices(outputs, step.choose!, logitRows) : null,
      readLogits: (row) => this.readLogits(outputs, row),
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
    if (this.gpu) giveUpDevice(this.gpu.device);
    await this.session.release();
    this.policy.release();
    this.gpu?.dispose();
  }

  private steeringFeeds(steering: SteeringSlots | null, rows: number): Record<string, Ort.Tensor> {
    const { numLayers: layers, hiddenSize } = this.report;
    const isOn = steering !== null && steering.slots > 0 && steering.on.includes(1);
    if (!isOn) {
      return {
        [STEER_INPUTS.directions]: this.none(STEER_INPUTS.directions, [1, 1, 1, 1]),
        [STEER_INPUTS.readers]: this.none(STEER_INPUTS.readers, [1, 1, 1, 1]),
        [STEER_INPUTS.offsets]: this.none(STEER_INPUTS.offsets, [1, 1, 1, 1]),
        [STEER_INPUTS.on]: this.switches(new Uint8Array(layers)),
      };
    }
    const { slots, u, w, a, on } = steering;
    return {
      [STEER_INPUTS.directions]: this.float(STEER_INPUTS.directions, u, [layers, rows, slots, hiddenSize]),
      [STEER_INPUTS.readers]: this.float(STEER_INPUTS.readers, w, [layers, rows, hiddenSize, slots]),
      [STEER_INPUTS.offsets]: this.float(STEER_INPUTS.offsets, a, [layers, rows, 1, slots]),
      [STEER_INPUTS.on]: this.switches(on),
    };
  }

  private probeFeeds(probes: PackedProbes | null, rows: number): Record<string, Ort.Tensor> {
    const { numLayers: layers, hiddenSize } = this.report;
    return {
      [OBSERVE_INPUTS.probes]: probes
        ? this.float(OBSERVE_INPUTS.probes, probes.u, [layers, rows, hiddenSize, probes.count])
        : this.none(OBSERVE_INPUTS.probes, [1, 1, 1, 1]),
      [OBSERVE_INPUTS.probeOn]: this.switches(probes?.on ?? new Uint8Array(layers)),
      [OBSERVE_INPUTS.probesOn]: this.bool(probes !== null),
    };
  }

  private captureFeeds(rows: readonly number[] | undefined): Record<string, Ort.Tensor> {
    const isOn = rows !== undefined && rows.length > 0;
    return {
      [OBSERVE_INPUTS.lastToken]: this.indices(OBSERVE_INPUTS.lastToken, isOn ? rows : FIRST),
      [OBSERVE_INPUTS.captureOn]: this.bool(isOn),
    };
  }

  private headFeeds(step: Step, positions: number): Record<string, Ort.Tensor> {
    const rows = step.logitRows ?? [];
    const isOn = rows.length > 0;
    // every position in order needs no gather
    const isEvery = rows.length === positions && rows.every((row, index) => row === index);
    const { headSwitch } = this.report;
    const gathers =
      headSwitch === HEAD_INPUTS.logitsOn ? isOn : !(isEvery && positions === step.tokens.length);
    const scored = step.targets !== undefined && step.targets.length > 0;
    return {
      [HEAD_INPUTS.rows]: this.indices(HEAD_INPUTS.rows, isOn && gathers ? rows : FIRST),
      [headSwitch]: this.bool(gathers),
      [HEAD_INPUTS.targets]: this.indices(HEAD_INPUTS.targets, scored ? step.targets! : FIRST),
      [HEAD_INPUTS.scoreOn]: this.bool(scored),
    };
  }

  private ropeFeeds({ textLength = 0 }: Step): Record<string, Ort.Tensor> {
    if (this.report.ropeLimit === null) return {};
    const length = BigInt64Array.of(BigInt(textLength));
    return { [ROPE_LENGTH]: new this.runtime.Tensor('int64', length, []) };
  }

  private choiceFeeds(choose: ChoiceRequest | null): Record<string, Ort.Tensor> {
    if (!this.report.choosesTokens) return {};
    const { used, penalties, inverseTemperatures } = CHOICE_INPUTS;
    const wanted = choose && outputOf(choose);
    const temperatures = choose?.temperatures;
    const feeds: Record<string, Ort.Tensor> = {
      [used]: this.input(`${used}/none`, 'int32', NO_IDS, [1, 1]),
      [penalties]: this.none(penalties, [1, 1]),
      [inverseTemperatures]: this.none(inverseTemperatures, [1, 1]),
    };
    for (const { output } of CHOICES) feeds[choiceSwitch(output)] = this.bool(output === wanted);
    if (choose && isPenalised(choose)) {
      feeds[used] = this.usedIds(choose.used);
      const values = Float32Array.from(choose.penalties);
      feeds[penalties] = this.float(penalties, values, [values.length, 1]);
    }
    if (temperatures) {
      const values = Float32Array.from(temperatures, (temperature) =>
        temperature > 0 ? 1 / temperature : 1,
      );
      feeds[inverseTemperatures] = this.float(inverseTemperatures, values, [values.length, 1]);
    }
    return feeds;
  }

  /** [R, N] int32, in steps of 64, so that the shape changes seldom; shorter rows say their first id again. */
  private usedIds(used: readonly ReadonlySet<number>[]): Ort.Tensor {
    const longest = Math.max(...used.map((ids) => ids.size));
    const width = Math.ceil(longest / USED_STEP) * USED_STEP;
    const values = new Int32Array(used.length * width);
    for (const [row, ids] of used.entries()) {
      const [first = 0] = ids;
      values.fill(first, row * width, (row + 1) * width);
      let at = row * width;
      for (const id of ids) values[at++] = id;
    }
    return this.input(CHOICE_INPUTS.used, 'int32', values, [used.length, width]);
  }

  /** Both stay on the GPU: the choice is read back at once, logits only where a choice does not do. */
  private choiceOutputs(choose: ChoiceRequest, rows: number): Record<string, Ort.Tensor | null> {
    const output = outputOf(choose);
    if (!this.gpu) return { [output]: null, [HEAD_OUTPUTS.logits]: null };
    const { vocabSize } = this.report;
    return {
      [output]: this.gpu.output(output, 'float32', [rows, choiceColumns(choose)]),
      [HEAD_OUTPUTS.logits]: this.gpu.output(HEAD_OUTPUTS.logits, this.logitsType, [rows, 1, vocabSize]),
    };
  }

  private async readChoices(
    outputs: Record<string, Ort.Tensor>,
    choose: ChoiceRequest,
    rows: number,
  ): Promise<Choice[]> {
    const output = outputOf(choose);
    const values = this.gpu
      ? new Float32Array(await this.gpu.read(output, 0, rows * choiceColumns(choose) * 4))
      : asFloats(outputs[output]!);
    return readChoices(values, rows, this.report.vocabSize);
  }

  private async readLogits(outputs: Record<string, Ort.Tensor>, row: number): Promise<Float32Array> {
    const { vocabSize } = this.report;
    if (!this.gpu) {
      return asFloats(outputs[HEAD_OUTPUTS.logits]!).subarray(row * vocabSize, (row + 1) * vocabSize);
    }
    const isHalf = this.logitsType === 'float16';
    const bytes = vocabSize * (isHalf ? 2 : 4);
    const values = await this.gpu.read(HEAD_OUTPUTS.logits, row * bytes, bytes);
    return isHalf ? halvesToFloats(new Uint16Array(values)) : new Float32Array(values);
  }

  private get logitsType(): 'float16' | 'float32' {
    return this.report.logitsType === FLOAT16 ? 'float16' : 'float32';
  }

  /** An input that the graph reads on the GPU where there is one, under a key of its own. */
  private input(
    key: string,
    type: 'float32' | 'int32' | 'int64',
    values: InputValues,
    dims: number[],
  ): Ort.Tensor {
    return this.gpu?.input(key, type, values, dims) ?? new this.runtime.Tensor(type, values as never, dims);
  }

  /** Stands for an input of a part that is off. */
  private none(name: string, dims: number[]): Ort.Tensor {
    return this.input(`${name}/none`, 'float32', NOTHING, dims);
  }

  private float(name: string, values: Float32Array, dims: number[]): Ort.Tensor {
    return this.input(name, 'float32', values, dims);
  }

  private int64(name: string, values: BigInt64Array, dims: number[]): Ort.Tensor {
    return this.input(name, 'int64', values, dims);
  }

  private indices(name: string, values: readonly number[]): Ort.Tensor {
    return values === FIRST
      ? this.input(`${name}/none`, 'int64', FIRST_INDEX, [1])
      : this.int64(name, BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** Per layer; read on the CPU. */
  private switches(values: Uint8Array): Ort.Tensor {
    return new this.runtime.Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** Read on the CPU. */
  private bool(value: boolean): Ort.Tensor {
    return new this.runtime.Tensor('bool', Uint8Array.of(value ? 1 : 0), []);
  }
}

function isPenalised({ penalties }: ChoiceRequest): boolean {
  return penalties.some((penalty) => penalty !== 1);
}

function outputOf(choose: ChoiceRequest): ChoiceOutput {
  const hasCandidates = choose.temperatures !== null;
  return CHOICES.find(
    (choice) => choice.isPenalised === isPenalised(choose) && choice.hasCandidates === hasCandidates,
  )!.output;
}

function choiceColumns({ temperatures }: ChoiceRequest): number {
  return temperatures ? CHOICE_COLUMNS.candidates + 2 * CANDIDATES : CHOICE_COLUMNS.peak;
}

function asFloats(tensor: Ort.Tensor): Float32Array {
  const values = tensorValues(tensor);
  return values instanceof Float32Array ? values : halvesToFloats(values);
}
