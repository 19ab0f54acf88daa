/**
 * WebGPU's ratios on a tiny fixture, where every dispatch counts and no weight does: patched graph against stock, and a
 * longer past against a shorter one. Ratios in one run mean something also on an emulated adapter.
 */
import { alternate, median } from '../../src/benchmark/statistics.ts';
import type { Decoder } from '../../workers/decoder/decoder.ts';
import { dispatchesOf, openGraphs, PROMPT, type Step } from './graphs.ts';
import type { Measurement } from './measurement.ts';
import { stepAtPositions } from './positions.ts';

const ROUNDS = 12;
const STEPS = 6;

export async function webgpuMeasurements(base: string): Promise<Measurement[]> {
  const { decoder, steps, release } = await openGraphs(base, `${base}fixtures/llama/`, 'fp32');
  const times = await alternate(ROUNDS, {
    stock: () => timeSteps(decoder, steps.stock),
    off: () => timeSteps(decoder, steps.off),
    on: () => timeSteps(decoder, steps.on),
  });
  const stockMs = median(times.stock);
  const ratio = (name: string, part: 'off' | 'on', bar: number): Measurement => ({
    name: `${name}, tiny model on WebGPU`,
    value: median(times[part]) / stockMs,
    unit: 'ratio',
    bar: { relation: '<=', value: bar },
    parts: { [`${part}Ms`]: median(times[part]), stockMs, steps: times[part].length },
  });
  const dispatches = {
    patched: await dispatchesOf(decoder, steps.off),
    stock: await dispatchesOf(decoder, steps.stock),
  };
  const positions = await stepAtPositions(decoder, PROMPT.length, {
    positions: [100, 200],
    rounds: ROUNDS,
    bar: { near: 100, far: 200, bar: 1.3 },
  });
  await release();
  return [
    ratio('patched / stock step, steering off', 'off', 1.05),
    ratio('patched / stock step, steering on', 'on', 1.15),
    {
      name: 'dispatches of a step, patched / stock, tiny model on WebGPU',
      value: dispatches.patched / dispatches.stock,
      unit: 'ratio',
      bar: { relation: '<=', value: 1 },
      parts: dispatches,
    },
    { ...positions, name: `${positions.name}, tiny model on WebGPU` },
  ];
}

async function timeSteps(decoder: Decoder, run: Step): Promise<number[]> {
  const cache = decoder.policy.empty(1, PROMPT.length + STEPS + 2);
  await run(cache, PROMPT);
  await run(cache, [7]);
  const times: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const startedAt = performance.now();
    await run(cache, [7]);
    times.push(performance.now() - startedAt);
  }
  cache.dispose();
  return times;
}
