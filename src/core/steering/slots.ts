/**
 * Packs interventions into the inputs of the steered graph, h' = h + U^T (a - W h) at every layer and row.
 *
 * Interventions of a row at one layer act as if applied in the listed order. The coefficient that number i applies is
 * c_i = a_i - w_i.h - sum_{j<i} (w_i.u_j) c_j, because it reads what the earlier ones have already moved. Solving this
 * small triangular system once per layer and row folds the order into W and a, and the graph needs no loop.
 */
import { TillerError } from '../errors.ts';
import { project } from './operators.ts';
import type { Intervention } from './types.ts';
import { unitDirection } from './unit.ts';

/** Which part of a run is steered: all prompt positions, or the tokens fed back after them. */
export type Phase = 'prompt' | 'generated';

/** Sizes: L layers, B rows, K slots, H hidden size. Unused slots are zeros and change nothing. */
export interface SteeringSlots {
  /** K, the most interventions that one row has at one layer; 0 when nothing is on */
  slots: number;
  /** [L, B, K, H] unit directions */
  u: Float32Array;
  /** [L, B, H, K] what each slot reads of h */
  w: Float32Array;
  /** [L, B, 1, K] what each slot adds */
  a: Float32Array;
  /** [L] 1 where any row is steered */
  on: Uint8Array;
}

interface Slot {
  unit: Float64Array;
  reader: Float64Array;
  offset: number;
}

/**
 * @param rows the interventions of each row of the batch, in the order they act
 * @throws TillerError `layer_out_of_range`, `shape_mismatch`, `direction_invalid`, or `bad_request` for a value that is
 *   not finite or an unknown operator or scope; interventions left out because of their scope are checked as well
 */
export function packSteering(
  rows: readonly (readonly Intervention[])[],
  numLayers: number,
  hiddenSize: number,
  phase: Phase,
): SteeringSlots {
  const batch = rows.length;
  const sites = new Map<number, Slot[]>(); // key: layer * batch + row
  rows.forEach((interventions, row) => {
    for (const intervention of interventions) {
      const slot = makeSlot(intervention, numLayers, hiddenSize);
      const { scope = 'all', operator, value = 0, layer } = intervention;
      const isIdle = operator === 'add' && value === 0;
      if (isIdle || (scope !== 'all' && scope !== phase)) continue;
      const key = layer * batch + row;
      const site = sites.get(key) ?? [];
      sites.set(key, site);
      site.push(after(site, slot));
    }
  });

  const slots = Math.max(0, ...[...sites.values()].map((site) => site.length));
  const u = new Float32Array(numLayers * batch * slots * hiddenSize);
  const w = new Float32Array(numLayers * batch * hiddenSize * slots);
  const a = new Float32Array(numLayers * batch * slots);
  const on = new Uint8Array(numLayers);
  for (const [key, site] of sites) {
    on[Math.floor(key / batch)] = 1;
    site.forEach(({ unit, reader, offset }, k) => {
      u.set(unit, (key * slots + k) * hiddenSize);
      for (let i = 0; i < hiddenSize; i++) w[(key * hiddenSize + i) * slots + k] = reader[i]!;
      a[key * slots + k] = offset;
    });
  }
  return { slots, u, w, a, on };
}

/**
 * What the graph does with packed slots, on plain arrays: the reference for tests.
 * @param hidden [hiddenSize], one state of row `row` at `layer`
 * @returns a new array [hiddenSize]
 */
export function applySteering(
  packed: SteeringSlots,
  hidden: ArrayLike<number>,
  layer: number,
  row: number,
): Float64Array {
  const { slots, u, w, a, on } = packed;
  const moved = Float64Array.from(hidden);
  if (!on[layer]) return moved;
  const hiddenSize = hidden.length;
  const batch = a.length / (on.length * slots);
  const key = layer * batch + row;
  for (let k = 0; k < slots; k++) {
    let coefficient = a[key * slots + k]!;
    for (let i = 0; i < hiddenSize; i++) coefficient -= w[(key * hiddenSize + i) * slots + k]! * hidden[i]!;
    for (let i = 0; i < hiddenSize; i++) moved[i]! += coefficient * u[(key * slots + k) * hiddenSize + i]!;
  }
  return moved;
}

/** One intervention by itself: c = offset - reader.h along unit. */
function makeSlot(intervention: Intervention, numLayers: number, hiddenSize: number): Slot {
  const { layer, direction, operator, value = 0, scope = 'all' } = intervention;
  checkLayer(layer, numLayers);
  if (scope !== 'all' && scope !== 'prompt' && scope !== 'generated') {
    throw new TillerError('bad_request', `unknown scope "${scope}": use "all", "prompt" or "generated".`);
  }
  if (!Number.isFinite(value)) {
    throw new TillerError(
      'bad_request',
      `the value of an intervention at layer ${layer} is ${value}: give a finite number.`,
    );
  }
  const unit = unitDirection(direction, hiddenSize, `the direction at layer ${layer}`);
  switch (operator) {
    case 'add':
      return { unit, reader: new Float64Array(hiddenSize), offset: value };
    case 'setProjection':
      return { unit, reader: unit, offset: value };
    case 'ablate':
      return { unit, reader: unit, offset: 0 };
    default: {
      const unknown: never = operator;
      throw new TillerError(
        'bad_request',
        `unknown operator "${unknown}": use "add", "setProjection" or "ablate".`,
      );
    }
  }
}

/**
 * @throws TillerError `layer_out_of_range` unless layer is a whole number from 0 to numLayers - 1
 */
export function checkLayer(layer: number, numLayers: number): void {
  if (Number.isInteger(layer) && layer >= 0 && layer < numLayers) return;
  throw new TillerError(
    'layer_out_of_range',
    `layer ${layer} is out of range: this model has layers 0 to ${numLayers - 1}`,
    { layer, numLayers },
  );
}

/** The slot as it must read h so that it acts after the earlier ones: one step of the forward substitution. */
function after(earlier: readonly Slot[], slot: Slot): Slot {
  const reader = Float64Array.from(slot.reader);
  let offset = slot.offset;
  for (const previous of earlier) {
    const overlap = project(slot.reader, previous.unit);
    if (overlap === 0) continue;
    offset -= overlap * previous.offset;
    for (let i = 0; i < reader.length; i++) reader[i]! -= overlap * previous.reader[i]!;
  }
  return { unit: slot.unit, reader, offset };
}
