/** What only the worker can measure, for the benchmark. */
import type { EngineMeasures, StepCost } from '../../src/protocol/benchmark.ts';
import type { Lane } from '../../src/protocol/model.ts';
import { countGpuWork, difference, type StepCounters } from '../decoder/stepCounters.ts';
import { cpuCopySpeed, gpuCopySpeed } from './copySpeed.ts';

/** Tokens in the cache before the step; few enough to be read right on every adapter (see the self-test). */
const PROMPT = [100, 101, 102, 103];
/** The last step is counted: what is set up at the first ones is no part of a step. */
const TOKENS = 4;

export interface Measured {
  /** null on WASM */
  device: GPUDevice | null;
  weightBytes: number;
  /** decodes one row, telling each token */
  generate(lane: Lane, onToken: () => void): Promise<unknown>;
}

export async function measureEngine({ device, weightBytes, generate }: Measured): Promise<EngineMeasures> {
  if (!device) return { copyBytesPerSecond: cpuCopySpeed(), weightBytes, step: null };
  const step = await stepCost(generate);
  return { copyBytesPerSecond: await gpuCopySpeed(device), weightBytes, step };
}

/** From one token to the next, by way of whatever the engine does between them. */
async function stepCost(generate: Measured['generate']): Promise<StepCost> {
  const counter = countGpuWork();
  const counts: StepCounters[] = [];
  try {
    await generate({ prompt: PROMPT, maxNewTokens: TOKENS }, () => counts.push(counter.read()));
  } finally {
    counter.stop();
  }
  const [before, after] = counts.slice(-2) as [StepCounters, StepCounters];
  const { dispatches, submits, buffersCreated, bytesUploaded, bytesReadBack } = difference(before, after);
  return { dispatches, submits, buffersCreated, bytesUploaded, bytesReadBack };
}
