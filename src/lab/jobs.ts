/**
 * The kinds of long work, a closed list: what each takes, what it reports while it goes on, what comes of it. Types only,
 * so that the page can speak of jobs before it needs the tasks themselves, which lie in tasks.ts.
 */
import type { CompositionInput, CompositionResult, CompositionUpdate } from './composition.ts';
import type { EvaluationInput, EvaluationResult, EvaluationUpdate } from './evaluation.ts';
import type { ExclusionInput, ExclusionResult, ExclusionUpdate } from './exclusion.ts';
import type { FastSearchInput, FastSearchResult } from './fastLayerSearch.ts';
import type { LayerSearchInput, LayerSearchResult, SearchUpdate } from './layerSearch.ts';
import type { OwnInstructionInput, OwnInstructionResult, OwnInstructionUpdate } from './ownInstruction.ts';
import type { PresetBuildInput, PresetBuildResult } from './presetBuild.ts';
import type { QualityInput, QualityResult, QualityUpdate } from './qualityJob.ts';
import type { StrengthSweepInput, StrengthSweepResult, StrengthSweepUpdate } from './strengthSweep.ts';

/** All plain data that structured clone takes. */
export interface JobTypes {
  layerSearch: { input: LayerSearchInput; update: SearchUpdate; result: LayerSearchResult };
  fastLayerSearch: { input: FastSearchInput; update: SearchUpdate; result: FastSearchResult };
  strengthSweep: { input: StrengthSweepInput; update: StrengthSweepUpdate; result: StrengthSweepResult };
  evaluation: { input: EvaluationInput; update: EvaluationUpdate; result: EvaluationResult };
  compositionGrid: { input: CompositionInput; update: CompositionUpdate; result: CompositionResult };
  exclusion: { input: ExclusionInput; update: ExclusionUpdate; result: ExclusionResult };
  quality: { input: QualityInput; update: QualityUpdate; result: QualityResult };
  ownInstruction: {
    input: OwnInstructionInput;
    update: OwnInstructionUpdate;
    result: OwnInstructionResult;
  };
  presetBuild: { input: PresetBuildInput; update: OwnInstructionUpdate; result: PresetBuildResult };
}

export const JOB_KINDS: readonly JobKind[] = [
  'layerSearch',
  'fastLayerSearch',
  'strengthSweep',
  'evaluation',
  'compositionGrid',
  'exclusion',
  'quality',
  'ownInstruction',
  'presetBuild',
];

export type JobKind = keyof JobTypes;
export type JobInput<K extends JobKind> = JobTypes[K]['input'];
export type JobUpdate<K extends JobKind> = JobTypes[K]['update'];
export type JobResult<K extends JobKind> = JobTypes[K]['result'];

export interface JobProgress {
  done: number;
  total: number;
  /** what is counted, in the plural */
  unit: string;
}

export interface JobOptions<K extends JobKind> {
  signal: AbortSignal;
  onUpdate: (update: JobUpdate<K>) => void;
  onProgress: (progress: JobProgress) => void;
  /** once a token that was generated, and not only remembered */
  onToken: () => void;
}
