/**
 * Per-layer switches, read from one int64 input. The WebGPU provider has no int64 kernels, so these nodes run on the CPU,
 * where an `If` wants its condition; a bool input would be gathered on the GPU and read back, two dispatches a layer.
 */
import { makeNode } from './build.ts';
import { BOOL, type Node } from './model.ts';

/** Name of the constant that holds a layer's index. */
export const layerIndex = (layer: number): string => `tiller.layer.${layer}`;

/** @returns nodes that give `${input}.${layer}`, a scalar bool */
export function readSwitch(input: string, layer: number): { nodes: Node[]; value: string } {
  const value = `${input}.${layer}`;
  return {
    nodes: [
      makeNode('Gather', [input, layerIndex(layer)], [`${value}/number`], { axis: 0 }),
      makeNode('Cast', [`${value}/number`], [value], { to: BOOL }),
    ],
    value,
  };
}
