/** The benchmark's worker: opens one of the subjects and does what it is told. One message, one answer. */
import type { Backend } from '../../src/protocol/model.ts';
import { browserEnvironment } from '../../workers/browserEnvironment.ts';
import { benchmarkMeasurements } from './benchmark.ts';
import { countDispatches } from './dispatches.ts';
import { labMeasurements } from './lab.ts';
import { stepAtPositions } from './positions.ts';
import { openStock, type Stock } from './stock.ts';
import { type Effort, Subject } from './tiller.ts';
import { webgpuMeasurements } from './webgpu.ts';

export type Task =
  | { kind: 'open-stock'; folder: string; backend: Backend; threads: number }
  | { kind: 'open-tiller'; backend: Backend }
  | { kind: 'decode-stock' | 'decode-tiller'; prompt: string; newTokens: number }
  | { kind: 'tiller'; prompt: string; effort: Effort }
  | { kind: 'device' | 'lab' | 'dispatches' | 'webgpu' | 'benchmark' | 'positions' };

// the worker's script is bench/assets/..., seen from the app
const base = new URL('../../', self.location.href).href;
let stock: Stock | null = null;
let subject: Subject | null = null;

async function perform(task: Task): Promise<unknown> {
  switch (task.kind) {
    case 'device':
      return browserEnvironment(base).device();
    case 'open-stock':
      stock = await openStock(base, task.folder, task.backend, task.threads);
      return stock.settings;
    case 'open-tiller':
      subject = await Subject.open(base, task.backend);
      return subject.info;
    case 'decode-stock':
      return stock!.decode(task.prompt, task.newTokens);
    case 'decode-tiller':
      return subject!.decode([{ prompt: task.prompt, maxNewTokens: task.newTokens }]);
    case 'tiller':
      return [
        ...(await subject!.ratios(task.prompt, task.effort)),
        await subject!.capture(task.prompt, task.effort),
        await subject!.strengthChange(task.prompt, task.effort),
        ...subject!.loading(),
      ];
    case 'lab':
      return labMeasurements(subject!);
    case 'benchmark':
      return benchmarkMeasurements(subject!);
    case 'positions':
      return stepAtPositions(subject!.engine.decoder, subject!.info.prefillChunk, {
        positions: [100, 200, 400, 700, 1000],
        rounds: 4,
        bar: { near: 100, far: 1000, bar: 3 },
      });
    case 'webgpu':
      return webgpuMeasurements(base);
    case 'dispatches':
      return countDispatches(base);
  }
}

self.addEventListener('message', async ({ data }: MessageEvent<Task>) => {
  try {
    self.postMessage({ value: await perform(data) });
  } catch (error) {
    self.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
