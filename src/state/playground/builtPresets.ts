/**
 * Presets follow the model: each is shipped for the embedded one, and can be built for any other. The list in force
 * holds, for the loaded model, what was built for it in the place of what is shipped.
 */
import type { SteeringVector } from '../../core/steering/types.ts';
import { modelKeyOf } from '../../lab/modelKey.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import type { BuiltPreset } from '../../storage/index.ts';
import { isFinished, isInOtherTab, isJobOf, type Job, type JobOf, type JobsState } from '../jobs/jobs.ts';
import { type SteeringCard, withChosen } from './card.ts';
import type { Preset } from './presets.ts';
import { isMeasuredOn } from './steerable.ts';
import { type SteeringState, withCard } from './steering.ts';

type Vectors = Readonly<Record<string, SteeringVector>>;

export interface PresetsState {
  phase: 'loading' | 'ready' | 'failed';
  /** in force for the loaded model */
  list: readonly Preset[];
  /** in force, by preset id; of the shipped ones those that were needed so far */
  vectors: Vectors;
  /** as they are shipped */
  shipped: { list: readonly Preset[]; vectors: Vectors };
  /** for the loaded model */
  built: readonly BuiltPreset[];
  /** how long building one takes, in seconds, by the key of a model that was measured */
  buildSeconds: Readonly<Record<string, number>>;
}

export const INITIAL_PRESETS: PresetsState = {
  phase: 'loading',
  list: [],
  vectors: {},
  shipped: { list: [], vectors: {} },
  built: [],
  buildSeconds: {},
};

export function withShipped(presets: PresetsState, list: readonly Preset[]): PresetsState {
  return inForce({ ...presets, phase: 'ready', shipped: { ...presets.shipped, list } });
}

export function withShippedVector(presets: PresetsState, id: string, vector: SteeringVector): PresetsState {
  const { shipped } = presets;
  return inForce({ ...presets, shipped: { ...shipped, vectors: { ...shipped.vectors, [id]: vector } } });
}

/** @param built all that was built for the model that is loaded now; none for the one that presets are shipped for */
export function withBuilt(presets: PresetsState, built: readonly BuiltPreset[]): PresetsState {
  return inForce({ ...presets, built });
}

/** One more, or in the place of an earlier one. */
export function withOneBuilt(presets: PresetsState, built: BuiltPreset): PresetsState {
  const others = presets.built.filter(({ presetId }) => presetId !== built.presetId);
  return withBuilt(presets, [...others, built]);
}

function inForce(presets: PresetsState): PresetsState {
  const { shipped, built } = presets;
  const byId = new Map(built.map((each) => [each.presetId, each]));
  const list = shipped.list.map((preset) => {
    const own = byId.get(preset.id);
    return own ? builtPreset(preset, own) : preset;
  });
  const vectors = { ...shipped.vectors };
  for (const { presetId, record } of built) vectors[presetId] = record.vector;
  return { ...presets, list, vectors };
}

/** Nothing that was counted on another model holds for it; what its setting rests on is in its notes. */
function builtPreset(preset: Preset, { record }: BuiltPreset): Preset {
  return {
    ...preset,
    modelId: record.modelId,
    setting: record.setting ?? preset.setting,
    notes: record.notes,
    origin: record.origin,
    works: 'perhaps',
    counts: null,
    cost: null,
  };
}

/** Whether the loaded model has no vector of its own for a preset. */
export function needsBuild(preset: Preset, info: ModelInfo | null): boolean {
  return info !== null && !isMeasuredOn(preset, info);
}

export function presetsToBuild({ list }: PresetsState, info: ModelInfo | null): Preset[] {
  return list.filter((preset) => needsBuild(preset, info));
}

/** Seconds that building one for the model takes: as it took before, else as measured; null until either is known. */
export function secondsToBuild(
  { built, buildSeconds }: Pick<PresetsState, 'built' | 'buildSeconds'>,
  info: ModelInfo,
): number | null {
  if (built.length > 0) return built.reduce((sum, { seconds }) => sum + seconds, 0) / built.length;
  return buildSeconds[modelKeyOf(info)] ?? null;
}

export type BuildJob = JobOf<'presetBuild'>;

export const isBuildJob = (job: Job): job is BuildJob => isJobOf(job, 'presetBuild');

/** What is being built for a model, or will be, in order. */
export function openBuilds({ list }: JobsState, info: ModelInfo | null): BuildJob[] {
  if (!info) return [];
  const key = modelKeyOf(info);
  return list
    .filter(isBuildJob)
    .filter((job) => job.input.modelKey === key && !isFinished(job) && !isInOtherTab(job));
}

/** Cards whose preset is another one for this model than it was take over its setting. */
export function withPresetSettings(
  steering: SteeringState,
  before: readonly Preset[],
  list: readonly Preset[],
): SteeringState {
  const change = (card: SteeringCard): SteeringCard => {
    const preset = list.find(({ id }) => id === card.chosenId);
    const earlier = before.find(({ id }) => id === card.chosenId);
    return preset && earlier && preset.modelId !== earlier.modelId ? withChosen(card, preset) : card;
  };
  return steering.cards.reduce((all, { id }) => withCard(all, id, change), steering);
}
