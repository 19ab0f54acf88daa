/** The same model in Tiller's own engine, on the path that the app takes. */
import { createTiller, type Tiller } from '../../src/api/index.ts';
import { alternate, median } from '../../src/benchmark/statistics.ts';
import { ModelClient } from '../../src/client/index.ts';
import { check, loadLanguages } from '../../src/core/ifeval/index.ts';
import type { Intervention } from '../../src/core/steering/types.ts';
import type { Backend, Lane, ModelInfo } from '../../src/protocol/model.ts';
import { browserEnvironment } from '../../workers/browserEnvironment.ts';
import { prefill } from '../../workers/decoder/prefill.ts';
import { Engine, handlersOf } from '../../workers/engine.ts';
import { type HandlerContext, serve } from '../../workers/serve.ts';
import type { Measurement } from './measurement.ts';

export interface Effort {
  rounds: number;
  newTokens: number;
}

/** Never cancelled, tells nobody. */
export const idle: HandlerContext = {
  signal: new AbortController().signal,
  progress: () => {},
  token: () => {},
  beside: (work) => work(),
};

export class Subject {
  readonly info: ModelInfo;
  readonly engine: Engine;
  /** the same engine behind the public object, as long tasks take it */
  readonly tiller: Tiller;
  private readonly steer: Intervention;

  private constructor(engine: Engine, tiller: Tiller, info: ModelInfo) {
    this.engine = engine;
    this.tiller = tiller;
    this.info = info;
    // Any direction costs the same; this one points along all axes and is too weak to change the text.
    const direction = Float32Array.from({ length: info.hiddenSize }, (_, i) => (i % 2 === 0 ? 1 : -1));
    this.steer = { layer: Math.floor(info.numLayers / 2), direction, operator: 'add', value: 1e-3 };
  }

  static async open(base: string, backend: Backend): Promise<Subject> {
    const engine = new Engine(browserEnvironment(base));
    const { port1, port2 } = new MessageChannel();
    serve(port2, handlersOf(engine));
    const tiller = createTiller(new ModelClient(() => port1), { check, prepare: loadLanguages });
    return new Subject(engine, tiller, await tiller.loadModel('embedded', { backend }));
  }

  /** Milliseconds from step to step of lanes that decode together, without the first, which the prompts make. */
  async decode(lanes: Lane[]): Promise<number[]> {
    const times = await this.tokenTimes(lanes);
    // The first step packs the rows into one batch as well.
    return times.slice(2).map((time, index) => time - times[index + 1]!);
  }

  /** When each token of the first lane came. */
  private async tokenTimes(lanes: Lane[]): Promise<number[]> {
    const times: number[] = [];
    const token = (lane: number) => {
      if (lane === 0) times.push(performance.now());
    };
    const results = await this.engine.generate({ lanes }, { ...idle, token });
    if (results.some(({ finishReason }) => finishReason !== 'length')) {
      throw new Error(
        'a lane ended early, so that the steps are not alike: choose another prompt or fewer tokens',
      );
    }
    return times;
  }

  async ratios(prompt: string, { rounds, newTokens }: Effort): Promise<Measurement[]> {
    const lane: Lane = { prompt, maxNewTokens: newTokens };
    const steered: Lane = { ...lane, interventions: [this.steer] };
    const times = await alternate(rounds, {
      one: () => this.decode([lane]),
      steered: () => this.decode([steered]),
      pair: () => this.decode([lane, steered]),
      eight: () => this.decode(new Array(8).fill(lane)),
    });
    const one = median(times.one);
    const ratio = (name: string, part: 'steered' | 'pair' | 'eight', bar: number): Measurement => {
      const step = median(times[part]);
      return {
        name,
        value: step / one,
        unit: 'ratio',
        bar: { relation: '<=', value: bar },
        parts: { oneLaneMs: one, [`${part}Ms`]: step, steps: times[part].length },
      };
    };
    return [
      ratio('unsteered + steered pair / one lane, a step', 'pair', 1.3),
      ratio('8 lanes / one lane, a step', 'eight', 4.2),
      ratio('steering on at one layer / off, a step', 'steered', 1.05),
    ];
  }

  async capture(prompt: string, { rounds }: Effort): Promise<Measurement> {
    const ids = await this.engine.tokenize({ prompt });
    const read = async (capture: boolean) => {
      const startedAt = performance.now();
      const { cache } = await prefill(this.engine.decoder, {
        ids,
        interventions: [],
        chunk: this.info.prefillChunk,
        maxLength: ids.length,
        wants: { logits: true, capture },
        signal: idle.signal,
      });
      const time = performance.now() - startedAt;
      cache.dispose();
      return [time];
    };
    const times = await alternate(3 * rounds, { off: () => read(false), on: () => read(true) });
    const [on, off] = [median(times.on), median(times.off)];
    return {
      name: `capture on / off, prompt of ${ids.length} tokens`,
      value: on / off,
      unit: 'ratio',
      bar: { relation: '<=', value: 1.1 },
      parts: { onMs: on, offMs: off },
    };
  }

  /**
   * From a new strength, while a lane runs, to the first token under it. The prompt has to be read again, so that much
   * is taken off; the step that a change has to wait for as well is not in it, as the change comes between two steps.
   */
  async strengthChange(prompt: string, { rounds }: Effort): Promise<Measurement> {
    const ids = await this.engine.tokenize({ prompt });
    const change = async () => {
      const running = new AbortController();
      let changedAt = 0;
      const stopAtSecond = () => {
        if (changedAt > 0) running.abort();
        changedAt = performance.now();
      };
      await this.engine.generate(
        { lanes: [{ prompt, interventions: [{ ...this.steer, value: 2e-3 }] }] },
        { ...idle, signal: running.signal, token: stopAtSecond },
      );
      // a strength that was never tried, as a slider's next value is
      this.engine.forgetPrompts();
      const [firstAt] = await this.tokenTimes([{ prompt, maxNewTokens: 1, interventions: [this.steer] }]);
      return [firstAt! - changedAt];
    };
    const read = async () => {
      const startedAt = performance.now();
      const { cache } = await prefill(this.engine.decoder, {
        ids,
        interventions: [this.steer],
        chunk: this.info.prefillChunk,
        maxLength: ids.length,
        wants: { logits: true },
        signal: idle.signal,
      });
      const time = performance.now() - startedAt;
      cache.dispose();
      return [time];
    };
    const times = await alternate(2 * rounds, { change, read });
    const [changeMs, prefillMs] = [median(times.change), median(times.read)];
    return {
      name: `new strength to first token, over a prefill of ${ids.length}`,
      value: changeMs - prefillMs,
      unit: 'ms',
      bar: { relation: '<=', value: 20 },
      parts: { changeMs, prefillMs },
    };
  }

  /** Times of the load itself, which happens once. */
  loading(): Measurement[] {
    const { patchMs, lowerMs } = this.engine.timings!;
    const once = (name: string, value: number, bar: number): Measurement => ({
      name,
      value,
      unit: 'ms',
      bar: { relation: '<=', value: bar },
      parts: {},
    });
    const lowering =
      this.info.backend === 'wasm' ? [once('lowering of the weights, first load', lowerMs, 2000)] : [];
    return [once('patch (parse, rewrite, serialise), first load', patchMs, 100), ...lowering];
  }
}
