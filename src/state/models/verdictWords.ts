/** A verdict on a model in words: what it needs, what there is, what to choose instead. */
import type { CatalogueModel } from '../../core/catalogue/catalogue.ts';
import type { Backend, BackendVerdict, Finding, Instead, Preflight } from '../../core/preflight/preflight.ts';
import { t } from '../../text/text.ts';
import { formatBytes } from '../format.ts';

export const BACKEND_NAMES: Record<Backend, string> = { webgpu: 'WebGPU', wasm: 'WASM' };

/** The verdict in one line. */
export function verdictTitle({ level, backend }: Preflight): string {
  if (level === 'refused') return t('models.refused');
  return t(level === 'fits' ? 'models.fits' : 'models.warned', { backend: BACKEND_NAMES[backend] });
}

/**
 * What the model needs on the backend it would run on.
 * @returns for example `Needs 2.1 GB, largest piece 197 MB.`
 */
export function needText({ verdicts, backend }: Preflight, largestTensorBytes: number | null): string {
  const { memoryBytes } = verdictOn(verdicts, backend);
  const size = formatBytes(memoryBytes);
  const isFloat = backend === 'wasm';
  if (largestTensorBytes === null) return t(isFloat ? 'models.needsFloat' : 'models.needs', { size });
  const piece = formatBytes(largestTensorBytes);
  return t(isFloat ? 'models.needsFloatPiece' : 'models.needsPiece', { size, piece });
}

/**
 * Every reason there is to know of, those of the backend in question last: it is what a reader acts on. A backend that
 * is passed over is named.
 */
export function reasonTexts({ verdicts, backend }: Preflight): string[] {
  const passedOver = verdicts.filter((verdict) => verdict.backend !== backend && verdict.level === 'refused');
  const others = passedOver.flatMap(({ backend: name, findings }) =>
    findings.map((finding) => onBackend(name, findingText(finding))),
  );
  const own = verdictOn(verdicts, backend).findings.map(findingText);
  const isOneOfTwo = others.length > 0;
  return [...others, ...own.map((text) => (isOneOfTwo ? onBackend(backend, text) : sentence(text)))];
}

const onBackend = (backend: Backend, reason: string): string =>
  t('models.onBackend', { backend: BACKEND_NAMES[backend], reason });

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What to choose instead; empty where nothing is known to help. */
export function insteadText(instead: Instead | null, smaller: CatalogueModel | null): string {
  if (instead?.kind === 'dtype') return t('models.chooseFiles', { dtype: instead.dtype });
  if (instead?.kind === 'backend')
    return t('models.chooseBackend', { backend: BACKEND_NAMES[instead.backend] });
  return smaller ? t('models.chooseSmaller', { name: smaller.name }) : '';
}

/** Begins in lower case, since the name of a backend may stand before it. */
export function findingText(finding: Finding): string {
  switch (finding.code) {
    case 'no_webgpu':
    case 'emulated_webgpu':
      return t(`models.${finding.code}`);
    case 'no_f16':
    case 'rounded_activations':
      return t(`models.${finding.code}`, { dtype: finding.dtype });
    case 'piece_unknown':
      return t('models.piece_unknown', { limit: formatBytes(finding.limitBytes) });
    case 'piece_too_large':
    case 'heap_too_small':
    case 'heap_may_be_small':
      return t(`models.${finding.code}`, {
        need: formatBytes(finding.needBytes),
        limit: formatBytes(finding.limitBytes),
      });
    case 'memory_too_small': {
      const { memoryBytes, limitBytes } = finding;
      const need = formatBytes(finding.needBytes);
      return memoryBytes === null
        ? t('models.memory_too_small_phone', { need, limit: formatBytes(limitBytes) })
        : t('models.memory_too_small', { need, memory: formatBytes(memoryBytes) });
    }
    case 'memory_may_be_small':
      return t('models.memory_may_be_small', {
        need: formatBytes(finding.needBytes),
        memory: formatBytes(finding.memoryBytes),
      });
    case 'storage_too_small':
      return t('models.storage_too_small', {
        need: formatBytes(finding.needBytes),
        free: formatBytes(finding.freeBytes),
      });
    default:
      return finding satisfies never;
  }
}

function verdictOn(verdicts: readonly BackendVerdict[], backend: Backend): BackendVerdict {
  return verdicts.find((verdict) => verdict.backend === backend) ?? verdicts[0]!;
}
