/** Packs the probes of a batch for the graph and reads its answers back, row by row. */
import { checkLayer } from '../../src/core/steering/slots.ts';
import { unitDirection } from '../../src/core/steering/unit.ts';
import type { Probe } from '../../src/protocol/model.ts';
import type { PackedProbes } from './decoder.ts';

export interface ProbeLayout {
  packed: PackedProbes | null;
  /** the values of one row at one position, in the order its probes were given */
  read(values: Float32Array, width: number, row: number, position: number): number[];
}

/**
 * @param rows probes of each row
 * @throws TillerError `layer_out_of_range`, `direction_invalid`, `shape_mismatch`
 */
export function packProbes(
  rows: readonly (readonly Probe[])[],
  numLayers: number,
  hiddenSize: number,
): ProbeLayout {
  // slot of each probe among those of its row at its layer
  const slots = rows.map((probes) =>
    probes.map(
      (probe, index) => probes.slice(0, index).filter((other) => other.layer === probe.layer).length,
    ),
  );
  const count = Math.max(0, ...slots.flat().map((slot) => slot + 1));
  if (count === 0) return { packed: null, read: () => [] };
  const u = new Float32Array(numLayers * rows.length * hiddenSize * count);
  const on = new Uint8Array(numLayers);
  for (const [row, probes] of rows.entries()) {
    for (const [index, probe] of probes.entries()) {
      checkLayer(probe.layer, numLayers);
      const direction = unitDirection(probe.direction, hiddenSize, `the probe at layer ${probe.layer}`);
      on[probe.layer] = 1;
      const start = (probe.layer * rows.length + row) * hiddenSize * count + slots[row]![index]!;
      for (let i = 0; i < hiddenSize; i++) u[start + i * count] = direction[i]!;
    }
  }
  // the graph leaves out layers that are off
  const order = new Map([...on.keys()].filter((layer) => on[layer]).map((layer, index) => [layer, index]));
  return {
    packed: { count, u, on },
    read: (values, width, row, position) =>
      rows[row]!.map((probe, index) => {
        const layer = order.get(probe.layer)!;
        return values[((layer * rows.length + row) * width + position) * count + slots[row]![index]!]!;
      }),
  };
}
