/** Between a record of the library and a vector file: names, and the setting that a file carries in its origin. */
import type { VectorOrigin } from '../../core/files/vectorFile.ts';
import type { VectorFormat } from '../../core/files/vectorFormats.ts';
import type { SteeringSetting } from '../../core/steering/setting.ts';
import type { VectorRecord } from '../../storage/index.ts';

const MAX_NAME_LENGTH = 80;

/** `Answer in French` to `answer-in-french.safetensors`; letters of any script stay. */
export function fileNameOf(name: string, format: VectorFormat): string {
  const stem = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, MAX_NAME_LENGTH)
    .replace(/^-+|-+$/g, '');
  return `${stem || 'vector'}.${format}`;
}

/** The origin with the setting that is known now. */
export function originOf({ origin, setting }: Pick<VectorRecord, 'origin' | 'setting'>): VectorOrigin {
  if (!setting) return origin;
  const { layer, operator, strength } = setting;
  return { ...origin, bestLayer: layer, operator, strength };
}

/** null where the file leaves one of the three open */
export function settingOf({ bestLayer, operator, strength }: VectorOrigin): SteeringSetting | null {
  if (bestLayer === undefined || operator === undefined || strength === undefined) return null;
  return { layer: bestLayer, operator, strength };
}
