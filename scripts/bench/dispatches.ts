/** Counts the GPU dispatches of one decode step: of the stock graph, and of the patched one with everything off. */
import { dispatchesOf, openGraphs } from './graphs.ts';
import type { Measurement } from './measurement.ts';

export async function countDispatches(base: string): Promise<Measurement> {
  const { decoder, steps, release } = await openGraphs(base, 'embedded', 'q4');
  const parts = {
    patchedDispatches: await dispatchesOf(decoder, steps.off),
    stockDispatches: await dispatchesOf(decoder, steps.stock),
  };
  await release();
  return {
    name: 'dispatches of a decode step, patched / stock',
    value: parts.patchedDispatches / parts.stockDispatches,
    unit: 'ratio',
    bar: { relation: '<=', value: 1 },
    parts,
  };
}
