/** Each kind of job with the function that does it. Brought in when the first job starts. */
import type { Tiller } from '../api/tiller.ts';
import type { AnswerStore } from './answers.ts';
import { compositionGrid } from './composition.ts';
import { evaluation } from './evaluation.ts';
import { exclusion } from './exclusion.ts';
import { fastLayerSearch } from './fastLayerSearch.ts';
import type { JobInput, JobKind, JobOptions, JobProgress, JobResult, JobUpdate } from './jobs.ts';
import { type Lab, labOf } from './lab.ts';
import { layerSearch, type SearchUpdate } from './layerSearch.ts';
import { ownInstruction } from './ownInstruction.ts';
import { presetBuild } from './presetBuild.ts';
import { qualityWithTest } from './qualityJob.ts';
import { strengthSweep } from './strengthSweep.ts';

interface Task<K extends JobKind> {
  run(
    input: JobInput<K>,
    lab: Lab,
    options: { signal: AbortSignal; onUpdate: (update: JobUpdate<K>) => void },
  ): Promise<JobResult<K>>;
  progressOf(update: JobUpdate<K>): JobProgress;
}

const TASKS: { [K in JobKind]: Task<K> } = {
  layerSearch: { run: layerSearch, progressOf: searchProgress },
  fastLayerSearch: { run: fastLayerSearch, progressOf: searchProgress },
  strengthSweep: { run: strengthSweep, progressOf: stageProgress },
  evaluation: { run: evaluation, progressOf: stageProgress },
  compositionGrid: {
    run: compositionGrid,
    progressOf: ({ done, total }) => ({ done, total, unit: 'answers' }),
  },
  exclusion: {
    run: exclusion,
    progressOf: ({ way, update: { stage, done, total } }) => ({
      done,
      total,
      unit: way === 'negative' ? `${stage} at negative strength` : `${stage} with the vector that forbids`,
    }),
  },
  quality: {
    run: qualityWithTest,
    progressOf: ({ done, total }) => ({ done, total, unit: 'questions' }),
  },
  ownInstruction: {
    run: ownInstruction,
    progressOf: percent,
  },
  presetBuild: { run: presetBuild, progressOf: percent },
};

const SEARCH_UNITS: Record<SearchUpdate['stage'], string> = {
  rank: 'layers ranked',
  search: 'answers',
  confirm: 'whole answers',
};

function searchProgress({ stage, answered, total }: SearchUpdate): JobProgress {
  return { done: answered, total, unit: SEARCH_UNITS[stage] };
}

function percent({ done, total }: { done: number; total: number }): JobProgress {
  return { done: Math.floor(done), total, unit: 'percent' };
}

/** Answers first, then their scores. */
function stageProgress({ stage, done, total }: { stage: string; done: number; total: number }): JobProgress {
  return { done, total, unit: stage };
}

/**
 * Does the work of one job, from the beginning or from where it was stopped: what the store knows is not done again.
 * @throws TillerError `aborted` when the signal fires, and as the task
 */
export function runTask<K extends JobKind>(
  kind: K,
  input: JobInput<K>,
  tiller: Tiller,
  store: AnswerStore,
  { signal, onUpdate, onProgress, onToken }: JobOptions<K>,
): Promise<JobResult<K>> {
  const { run, progressOf } = TASKS[kind];
  return run(input, labOf(countingTiller(tiller, onToken), store), {
    signal,
    onUpdate: (update) => {
      onUpdate(update);
      onProgress(progressOf(update));
    },
  });
}

/** The same model, with every new token of its answers counted. */
function countingTiller(tiller: Tiller, onToken: () => void): Tiller {
  const counting: Pick<Tiller, 'generate'> = {
    generate: (lanes, options = {}) =>
      tiller.generate(lanes, {
        ...options,
        onToken: (lane, token) => {
          onToken();
          options.onToken?.(lane, token);
        },
      }),
  };
  // by inheritance, so that `model` stays the live property that it is
  return Object.assign(Object.create(tiller) as Tiller, counting);
}
