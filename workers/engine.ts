/**
 * The model behind the messages: one loaded model at a time, and what can be asked of it. Knows nothing of workers or
 * pages; what differs between a browser and a script comes in as its environment.
 */
import { TillerError } from '../src/core/errors.ts';
import type { Exchange } from '../src/protocol/messages.ts';
import type { Backend, ModelInfo, Prompt } from '../src/protocol/model.ts';
import type { DeviceFacts } from '../src/protocol/storage.ts';
import { type AdapterFacts, chooseBackends } from './backends.ts';
import { captureStates } from './decoder/capture.ts';
import type { Decoder } from './decoder/decoder.ts';
import type { Timings } from './decoder/open.ts';
import { prefill } from './decoder/prefill.ts';
import { projectPositions } from './decoder/projections.ts';
import { PromptStore } from './decoder/promptStore.ts';
import { byRopeTable } from './decoder/ropeTable.ts';
import { scoreCompletion } from './decoder/score.ts';
import { generate } from './lanes/generate.ts';
import { checkPromptLength, RunningLane } from './lanes/lane.ts';
import type { OnLeash } from './leash.ts';
import type { ResolvedSource } from './loader/resolveSource.ts';
import { measureEngine } from './measure/measure.ts';
import { type ModelChoice, openModel } from './openModel.ts';
import type { Runtime } from './runtime.ts';
import { runSelfTest, SAFE_CHUNK } from './selfTest.ts';
import type { HandlerContext, Handlers } from './serve.ts';
import { fileHandlers } from './storage/fileHandlers.ts';
import type { ModelStorage } from './storage/modelStorage.ts';
import type { UnkeptModels } from './storage/obtain.ts';
import { createTokenizer, type Tokenizer } from './tokenizer.ts';
import { vocabularySha256 } from './vocabulary.ts';
import { learnPadding } from './warmUp.ts';

export interface Environment {
  runtime(backend: Backend): Promise<Runtime>;
  resolve(
    source: string | File[],
    options: { revision?: string | undefined; signal: AbortSignal },
  ): Promise<ResolvedSource>;
  /** null where WebGPU is missing */
  adapter(): Promise<AdapterFacts | null>;
  device(): Promise<DeviceFacts>;
  /** one for the life of the environment */
  storage(): Promise<ModelStorage>;
  /** remembers across sessions what was verified on this device */
  memory: { has(key: string): Promise<boolean>; add(key: string): Promise<void> };
  /** compare long prefills on a CPU as well, whose kernels are the same everywhere; default: on a GPU only */
  isThorough?: boolean;
  /** where somebody can end this thread */
  onLeash?: OnLeash;
}

interface Loaded {
  info: ModelInfo;
  decoder: Decoder;
  tokenizer: Tokenizer;
  /** what it has read, to go on from */
  prompts: PromptStore;
  timings: Timings;
}

type Body<K extends keyof Exchange> = Exchange[K]['request'];
type Reply<K extends keyof Exchange> = Promise<Exchange[K]['reply']>;

const DEFAULT_CONTEXT = 2048;

export class Engine {
  readonly environment: Environment;
  private loaded: Loaded | null = null;
  /** of the loads that were asked for so far, and never fails; null when none is under way */
  private loading: Promise<unknown> | null = null;

  constructor(environment: Environment) {
    this.environment = environment;
  }

  /** What was spent on opening the loaded model; null without one. */
  get timings(): Timings | null {
    return this.loaded?.timings ?? null;
  }

  /** Forgets the prompts that were read, so that the next run reads its own: for measuring. */
  forgetPrompts(): void {
    this.model().prompts.clear();
  }

  /** Bytes of the keys and values that are kept from run to run. */
  get keptBytes(): number {
    return this.loaded?.prompts.sizeBytes ?? 0;
  }

  /** The decoder itself, for benchmarks and inspection. */
  get decoder(): Decoder {
    return this.model().decoder;
  }

  /** While files are fetched, other requests run on the model that is loaded. A later load waits for an earlier one. */
  load(body: Body<'load'>, context: HandlerContext): Reply<'load'> {
    const earlier = this.loading;
    const load = earlier
      ? context.beside(() => earlier).then(() => this.loadNow(body, context))
      : this.loadNow(body, context);
    const all = Promise.allSettled([earlier, load]).then(() => {
      if (this.loading === all) this.loading = null;
    });
    this.loading = all;
    return load;
  }

  private async loadNow({ source, options }: Body<'load'>, context: HandlerContext): Reply<'load'> {
    const { signal } = context;
    const resolved = await this.environment.resolve(source, { revision: options.revision, signal });
    const adapter = options.backend === 'wasm' ? null : await this.environment.adapter();
    const notices: string[] = [];
    const unkept: UnkeptModels = new Map();
    const backends = chooseBackends(options.backend ?? 'auto', adapter, notices);
    for (const [index, backend] of backends.entries()) {
      try {
        const choice = { backend, resolved, options, adapter, unkept };
        this.loaded = await this.open(choice, notices, context);
        return this.loaded.info;
      } catch (error) {
        const isLast = index === backends.length - 1;
        if (isLast || !isDeviceFailure(error)) throw error;
        notices.push(`WebGPU did not work here (${(error as Error).message}), so the model runs on the CPU.`);
      }
    }
    throw new TillerError('internal', 'no backend was tried');
  }

  async unload(): Reply<'unload'> {
    const { loaded } = this;
    this.loaded = null;
    loaded?.prompts.clear();
    await loaded?.decoder.release();
    return null;
  }

  async tokenize({ prompt }: Body<'tokenize'>): Reply<'tokenize'> {
    return this.model().tokenizer.encodePrompt(prompt);
  }

  async capture({ prompts, interventions }: Body<'capture'>, context: HandlerContext): Reply<'capture'> {
    const { decoder, info } = this.model();
    const ids = prompts.map((prompt) => this.encode(prompt));
    const data = await captureStates(decoder, ids, {
      interventions,
      chunk: info.prefillChunk,
      signal: context.signal,
      onPrompts: (loaded) =>
        context.progress({ stage: 'capture', loaded, total: ids.length, unit: 'prompts' }),
    });
    return { shape: [ids.length, info.numLayers, info.hiddenSize], data };
  }

  async projections(body: Body<'projections'>, context: HandlerContext): Reply<'projections'> {
    const { decoder, info, tokenizer } = this.model();
    const ids = this.encode(body.prompt);
    const values = await projectPositions(decoder, ids, body.probes, {
      interventions: body.interventions,
      ...(body.promptTokens === undefined ? {} : { promptTokens: body.promptTokens }),
      chunk: info.prefillChunk,
      signal: context.signal,
      onTokens: (loaded) =>
        context.progress({ stage: 'projections', loaded, total: ids.length, unit: 'steps' }),
    });
    return { tokens: ids.map((id) => tokenizer.tokenText(id)), values };
  }

  async logits(body: Body<'logits'>, context: HandlerContext): Reply<'logits'> {
    const { decoder, info } = this.model();
    const ids = this.encode(body.prompt);
    const { cache, logits } = await prefill(decoder, {
      ids,
      interventions: body.interventions,
      ...(body.promptTokens === undefined ? {} : { promptTokens: body.promptTokens }),
      chunk: info.prefillChunk,
      maxLength: ids.length,
      wants: { logits: true },
      signal: context.signal,
    });
    cache.dispose();
    return logits!;
  }

  async score({ prompt, completion }: Body<'score'>, context: HandlerContext): Reply<'score'> {
    const { decoder, info, tokenizer } = this.model();
    const before = this.encode(prompt);
    const after = tokenizer.encodeContinuation(completion);
    if (after.length === 0) {
      throw new TillerError('bad_request', 'expected a completion of at least one token, found an empty one');
    }
    checkPromptLength([...before, ...after], info.contextLength);
    const logProbs = await scoreCompletion(decoder, before, after, {
      chunk: info.prefillChunk,
      signal: context.signal,
      onTokens: (loaded) =>
        context.progress({ stage: 'score', loaded, total: before.length + after.length, unit: 'steps' }),
    });
    const mean = logProbs.reduce((sum, value) => sum + value, 0) / logProbs.length;
    return { logProbs, perplexity: Math.exp(-mean) };
  }

  async generate({ lanes }: Body<'generate'>, context: HandlerContext): Reply<'generate'> {
    const { decoder, info, tokenizer, prompts } = this.model();
    const running = lanes.map(
      (lane, index) => new RunningLane(index, lane, tokenizer, info.contextLength, decoder.report),
    );
    for (const group of byRopeTable(decoder.report, running)) {
      await generate(decoder, group, {
        chunk: info.prefillChunk,
        prompts,
        signal: context.signal,
        onToken: (lane, token) => context.token(lane, token),
      });
    }
    return running.map((lane) => lane.result());
  }

  async measureEngine(_: Body<'measureEngine'>, context: HandlerContext): Reply<'measureEngine'> {
    const { info, timings } = this.model();
    const runtime = await this.environment.runtime(info.backend);
    return measureEngine({
      device: info.backend === 'webgpu' ? ((await runtime.env.webgpu.device) as GPUDevice) : null,
      weightBytes: timings.loweredBytes || info.sizeBytes,
      generate: (lane, onToken) =>
        this.generate({ lanes: [lane] }, { ...context, progress: () => {}, token: onToken }),
    });
  }

  private async open(choice: ModelChoice, notices: string[], context: HandlerContext): Promise<Loaded> {
    const { backend, resolved, adapter } = choice;
    const { signal, progress } = context;
    const makeRoom = () => this.unload();
    // without a model there is nothing that others could do meanwhile: they wait for this one
    const beside: HandlerContext['beside'] = this.loaded ? context.beside : (work) => work();
    const opened = await openModel(this.environment, { ...choice, makeRoom }, { ...context, beside });
    const { source, files, runtime, decoder, timings } = opened;
    try {
      const { report } = decoder;
      const tokenizer = await createTokenizer(files, this.environment.onLeash);
      const contextLength = contextLengthOf(files.config);
      const threads = runtime.env.wasm.numThreads ?? 1;
      const memoryKey = [
        source.id,
        source.revision,
        files.dtype,
        files.sizeBytes,
        backend,
        adapter?.name,
        runtime.env.versions.web,
      ].join('|');
      const { memory, isThorough = false } = this.environment;
      const isKnownCpu = backend === 'wasm' && !isThorough;
      const isLongChunkKnown = isKnownCpu || (await memory.has(memoryKey));
      const { selfTest, prefillChunk } = await runSelfTest(decoder, {
        contextLength,
        golden: resolved.manifest?.selfTest ?? null,
        isLongChunkKnown,
        signal,
        onProgress: progress,
      });
      if (!isLongChunkKnown && prefillChunk > SAFE_CHUNK) await memory.add(memoryKey);
      // An emulated device compiles for seconds what a first run may not need, and its times hang on what else the CPU does.
      if (backend === 'webgpu' && !adapter?.isSoftware) {
        decoder.padding = await learnPadding(decoder, { signal, memory, key: memoryKey });
      }
      const info: ModelInfo = {
        id: source.id,
        revision: source.revision,
        numLayers: report.numLayers,
        hiddenSize: report.hiddenSize,
        vocabSize: report.vocabSize,
        contextLength,
        backend,
        threads,
        dtype: files.dtype,
        topology: `${report.form === 'fused' ? 'fused norms' : 'separate sums'}, ${report.attention === 'concat' ? 'concatenated cache' : report.attention}`,
        prefillChunk,
        sizeBytes: files.sizeBytes,
        peakLoaderBytes: timings.heldBytes,
        hasChatTemplate: tokenizer.hasChatTemplate,
        tokenizerSha256: await vocabularySha256(files.tokenizerJson),
        filesSha256: opened.filesSha256,
        selfTest: {
          ...selfTest,
          notices: [...notices, ...opened.notices, ...report.notRepaired, ...selfTest.notices],
        },
      };
      return { info, decoder, tokenizer, prompts: new PromptStore(), timings };
    } catch (error) {
      await decoder.release();
      throw error;
    }
  }

  private encode(prompt: Prompt): number[] {
    const { tokenizer, info } = this.model();
    const ids = tokenizer.encodePrompt(prompt);
    checkPromptLength(ids, info.contextLength);
    return ids;
  }

  private model(): Loaded {
    if (this.loaded) return this.loaded;
    throw new TillerError(
      'model_not_loaded',
      "no model is loaded; load one first, for example loadModel('embedded')",
    );
  }
}

/** A configuration that does not say, or says no length, gets what every decoder has. */
function contextLengthOf({ max_position_embeddings: length }: Record<string, unknown>): number {
  return Number.isSafeInteger(length) && (length as number) > 0 ? (length as number) : DEFAULT_CONTEXT;
}

/** The engine as the dispatcher of `serve.ts` wants it: one function a kind of request. */
export function handlersOf(engine: Engine): Handlers {
  return {
    ...fileHandlers(engine.environment),
    load: (body, context) => engine.load(body, context),
    unload: () => engine.unload(),
    tokenize: (body) => engine.tokenize(body),
    capture: (body, context) => engine.capture(body, context),
    projections: (body, context) => engine.projections(body, context),
    logits: (body, context) => engine.logits(body, context),
    score: (body, context) => engine.score(body, context),
    measureEngine: (body, context) => engine.measureEngine(body, context),
    generate: (body, context) => engine.generate(body, context),
  };
}

/** Failures that another backend may not share; a missing or broken file is the same everywhere. */
function isDeviceFailure(error: unknown): boolean {
  if (!(error instanceof TillerError)) return true;
  return [
    'self_test_failed',
    'model_unsupported',
    'out_of_memory',
    'webgpu_unavailable',
    'worker_died',
    'internal',
  ].includes(error.code);
}
