/** A verdict on a model in words: what it needs, what there is, what to choose instead. */
import type { CatalogueModel } from '../../core/catalogue/catalogue.ts';
import type { Backend, BackendVerdict, Finding, Instead, Preflight } from '../../core/preflight/preflight.ts';
import { formatBytes } from '../format.ts';

export const BACKEND_NAMES: Record<Backend, string> = { webgpu: 'WebGPU', wasm: 'WASM' };

/** The verdict in one line. */
export function verdictTitle({ level, backend }: Preflight): string {
  if (level === 'refused') return 'Does not fit this device';
  return `${level === 'fits' ? 'Fits this device' : 'May work on this device'}, on ${BACKEND_NAMES[backend]}`;
}

/**
 * What the model needs on the backend it would run on.
 * @returns for example `Needs 2.1 GB, largest piece 197 MB.`
 */
export function needText({ verdicts, backend }: Preflight, largestTensorBytes: number | null): string {
  const { memoryBytes } = verdictOn(verdicts, backend);
  const piece = largestTensorBytes === null ? '' : `, largest piece ${formatBytes(largestTensorBytes)}`;
  const form = backend === 'wasm' ? ' as float32' : '';
  return `Needs about ${formatBytes(memoryBytes)} of memory for its weights${form}${piece}.`;
}

/**
 * Every reason there is to know of, those of the backend in question last: it is what a reader acts on. A backend that
 * is passed over is named.
 */
export function reasonTexts({ verdicts, backend }: Preflight): string[] {
  const passedOver = verdicts.filter((verdict) => verdict.backend !== backend && verdict.level === 'refused');
  const others = passedOver.flatMap(({ backend: name, findings }) =>
    findings.map((finding) => `${BACKEND_NAMES[name]}: ${findingText(finding)}`),
  );
  const own = verdictOn(verdicts, backend).findings.map(findingText);
  const isOneOfTwo = others.length > 0;
  return [
    ...others,
    ...own.map((text) => (isOneOfTwo ? `${BACKEND_NAMES[backend]}: ${text}` : sentence(text))),
  ];
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What to choose instead; empty where nothing is known to help. */
export function insteadText(instead: Instead | null, smaller: CatalogueModel | null): string {
  if (instead?.kind === 'dtype') return `Choose the ${instead.dtype} files.`;
  if (instead?.kind === 'backend') return `Choose ${BACKEND_NAMES[instead.backend]}.`;
  return smaller ? `Choose a smaller model, such as ${smaller.name}.` : '';
}

/** Begins in lower case, since the name of a backend may stand before it. */
export function findingText(finding: Finding): string {
  switch (finding.code) {
    case 'no_webgpu':
      return 'this browser offers no WebGPU.';
    case 'emulated_webgpu':
      return 'WebGPU is only emulated on this machine; WASM is faster.';
    case 'no_f16':
      return `the ${finding.dtype} files need float16 on the GPU (shader-f16), which this adapter lacks.`;
    case 'piece_too_large':
      return `its largest piece is ${formatBytes(finding.needBytes)}; this adapter allows ${formatBytes(finding.limitBytes)} a piece.`;
    case 'piece_unknown':
      return `its largest piece is known only after the download; this adapter allows ${formatBytes(finding.limitBytes)} a piece.`;
    case 'heap_too_small':
      return `without WebGPU its weights need ${formatBytes(finding.needBytes)}; a page can hold ${formatBytes(finding.limitBytes)}.`;
    case 'heap_may_be_small':
      return `without WebGPU its weights may need up to ${formatBytes(finding.needBytes)}; a page can hold ${formatBytes(finding.limitBytes)}.`;
    case 'memory_too_small':
      return finding.memoryBytes === null
        ? `it needs ${formatBytes(finding.needBytes)}; a phone gives a page about ${formatBytes(finding.limitBytes)}.`
        : `it needs ${formatBytes(finding.needBytes)}; of this device's ${formatBytes(finding.memoryBytes)} a page gets about half.`;
    case 'memory_may_be_small':
      return `it needs ${formatBytes(finding.needBytes)} of the ${formatBytes(finding.memoryBytes)} that this computer has; close what else is open.`;
    case 'storage_too_small':
      return `${formatBytes(finding.needBytes)} are to be downloaded and ${formatBytes(finding.freeBytes)} are free; it would run from memory, and be downloaded again next time.`;
    case 'rounded_activations':
      return `the ${finding.dtype} files round what they compute to 8 bits, which costs small models their text.`;
    default:
      return finding satisfies never;
  }
}

function verdictOn(verdicts: readonly BackendVerdict[], backend: Backend): BackendVerdict {
  return verdicts.find((verdict) => verdict.backend === backend) ?? verdicts[0]!;
}
