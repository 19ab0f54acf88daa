/** Which files beside an .onnx file hold its weights: the graph itself names them. */
import { readModel } from './model.ts';
import type { Bytes } from './wire.ts';

/** Locations relative to the .onnx file, in order of first use; empty when all weights are inside. */
export function externalLocations(onnxBytes: Bytes): string[] {
  const { graph } = readModel(onnxBytes);
  return [...new Set(graph.initializers.flatMap(({ external }) => (external ? [external.location] : [])))];
}
