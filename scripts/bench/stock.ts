/** The stock graph, run by transformers.js: what a page without Tiller would do. */
import { AutoModelForCausalLM, AutoTokenizer, BaseStreamer, env } from '@huggingface/transformers';
import type { Backend } from '../../src/protocol/model.ts';

export interface StockSettings {
  library: string;
  device: Backend;
  dtype: 'q4';
  threads: number;
  graphOptimizationLevel: 'all';
  keyValueCache: true;
  sampling: 'greedy';
}

export interface Stock {
  settings: StockSettings;
  /** @returns milliseconds from token to token, without the first, which the prompt makes */
  decode(prompt: string, newTokens: number): Promise<number[]>;
}

/** @param base URL of the app, ending in a slash */
export async function openStock(
  base: string,
  folder: string,
  device: Backend,
  threads: number,
): Promise<Stock> {
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  // A path: a whole address would count as remote.
  env.localModelPath = new URL('models/', base).pathname;
  env.useBrowserCache = false;
  // Its cache runs the runtime from a blob, which the app's policy refuses.
  env.useWasmCache = false;
  const build = new URL('ort/ort-wasm-simd-threaded.asyncify', base).href;
  Object.assign(env.backends.onnx.wasm!, {
    wasmPaths: { mjs: `${build}.mjs`, wasm: `${build}.wasm` },
    numThreads: threads,
  });
  const tokenizer = await AutoTokenizer.from_pretrained(folder);
  const model = await AutoModelForCausalLM.from_pretrained(folder, {
    device,
    dtype: 'q4',
    session_options: { graphOptimizationLevel: 'all' },
  });
  return {
    settings: {
      library: `@huggingface/transformers ${env.version}`,
      device,
      dtype: 'q4',
      threads,
      graphOptimizationLevel: 'all',
      keyValueCache: true,
      sampling: 'greedy',
    },
    async decode(prompt, newTokens) {
      const streamer = new Clock();
      const inputs = tokenizer(prompt, { add_special_tokens: false });
      await model.generate({ ...inputs, max_new_tokens: newTokens, do_sample: false, streamer } as never);
      return streamer.times.slice(2).map((time, index) => time - streamer.times[index + 1]!);
    },
  };
}

/** Notes when each token arrives; the first call brings the prompt. */
class Clock extends BaseStreamer {
  readonly times: number[] = [];

  override put(): void {
    this.times.push(performance.now());
  }

  override end(): void {}
}
