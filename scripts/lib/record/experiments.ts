/** Each lesson's live experiment, run once on the embedded model, as the page shows it before a model is loaded. */
import { join } from 'node:path';
import type { Tiller } from '../../../src/api/index.ts';
import type { ExperimentResult } from '../../../src/learn/experiments/experiment.ts';
import { EXPERIMENTS } from '../../../src/learn/experiments/index.ts';
import { LESSON_IDS, type LessonId } from '../../../src/learn/lesson.ts';
import { type Facts, factsOf } from '../../../src/learn/record.ts';
import type { ModelInfo } from '../../../src/protocol/model.ts';
import { readVector } from '../presets/vectors.ts';
import { root } from '../setup.mjs';

export const EXPERIMENTS_PATH = join(root, 'src', 'learn', 'generated', 'experiments.json');

export interface RecordedExperiments {
  about: string;
  model: Pick<ModelInfo, 'id' | 'dtype' | 'backend'>;
  results: Partial<Record<LessonId, ExperimentResult>>;
}

/** @param facts say at which setting the vectors are used */
export async function recordExperiments(
  tiller: Tiller,
  facts: Facts,
  ids: readonly LessonId[] = LESSON_IDS,
): Promise<RecordedExperiments> {
  const info = tiller.model;
  if (!info) throw new Error('no model is loaded');
  const { id, dtype, backend } = info;
  const results: RecordedExperiments['results'] = {};
  for (const lesson of ids) {
    const result = await EXPERIMENTS[lesson]({
      tiller,
      info,
      vectorOf: async (instruction) => ({
        vector: readVector(instruction),
        setting: factsOf({ facts }, instruction).setting,
        isMeasured: true,
      }),
    });
    results[lesson] = rounded(result);
    console.error(`${lesson}: recorded`);
  }
  return {
    about: 'Written by npm run record on the embedded model, in Node.',
    model: { id, dtype, backend },
    results,
  };
}

/** Digits beyond the page's own say nothing and differ between machines. */
function rounded(result: ExperimentResult): ExperimentResult {
  return JSON.parse(JSON.stringify(result), (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toFixed(3)) : value,
  ) as ExperimentResult;
}
