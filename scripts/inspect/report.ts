/** The inspection in words. */
import type { InspectedFile, Inspection } from '../inspect.ts';
import { holds } from './golden.ts';

export function showInspection(inspection: Inspection): string {
  const lines = [`${inspection.source} on ${inspection.backend}`];
  for (const file of inspection.files) lines.push('', ...showFile(file));
  if (!inspection.golden) lines.push('', 'No golden numbers to compare with.');
  lines.push('', inspection.steerable ? 'Steerable.' : 'Not steerable, or not within tolerance: see above.');
  return lines.join('\n');
}

function showFile({ file, dtype, structure, info, comparisons, problem, skipped }: InspectedFile): string[] {
  const lines = [`${file || 'no file'} (${dtype || 'default dtype'})`];
  const row = (name: string, value: string) => lines.push(`  ${name.padEnd(14)}${value}`);
  if (structure) {
    const { numLayers, hiddenSize, vocabSize, residualChain, cache } = structure;
    row(
      'graph',
      `${structure.producer || 'unknown producer'}, ir ${structure.irVersion}, opset ${structure.opset}, ${structure.nodes} nodes, ${(structure.sizeBytes / 1000).toFixed(0)} kB`,
    );
    row(
      'shape',
      `${numLayers} layers, hidden size ${hiddenSize}, vocabulary ${vocabSize}, ${structure.residualType} stream`,
    );
    row('residual sums', structure.form);
    for (const [layer, node] of residualChain.entries()) {
      if (layer < 2 || layer === numLayers - 1) row(layer === 0 ? 'chain' : '', `${layer}: ${node}`);
      else if (layer === 2) row('', '...');
    }
    row('cache', `${cache.attention}, ${cache.perLayer} a layer, ${cache.type}`);
    row('inputs', structure.inputs.join(', '));
    row('round trip', structure.roundTripEqual ? 'byte for byte' : 'DIFFERS');
    row('patched in', `${structure.patchMs.toFixed(0)} ms`);
    for (const repair of structure.repairs) row('on WebGPU', repair);
    for (const reason of structure.unsupported) row('unsupported', reason);
  }
  if (info) {
    const { selfTest } = info;
    row(
      'loaded',
      `${(info.sizeBytes / 1e6).toFixed(1)} MB, ${info.threads} threads, prefill in chunks of ${info.prefillChunk}`,
    );
    row(
      'self-test',
      `passed; one go against chunks ${exponential(selfTest.chunkDifference)}, golden logits ${exponential(selfTest.goldenDifference)}`,
    );
    for (const notice of selfTest.notices) row('notice', notice);
  }
  for (const comparison of comparisons) {
    const { what, found, allowed, compared } = comparison;
    const verdict = holds(comparison) ? 'ok  ' : 'FAIL';
    row(
      verdict,
      `${what}: off by ${exponential(found)}, allowed ${exponential(allowed)} (${compared} compared)`,
    );
  }
  if (skipped) row('skipped', skipped);
  if (problem) row('problem', `${problem.code}: ${problem.message}`);
  return lines;
}

function exponential(value: number | null): string {
  if (value === null) return 'not compared';
  return value === 0 ? '0' : value.toExponential(1);
}
