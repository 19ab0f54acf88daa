/** The live experiment of each lesson. */
import type { LessonId } from '../lesson.ts';
import { directionExperiment } from './direction.ts';
import type { Experiment } from './experiment.ts';
import { compositionExperiment, controlsExperiment, layerExperiment, strengthExperiment } from './plans.ts';
import { streamExperiment } from './stream.ts';

export const EXPERIMENTS: Record<LessonId, Experiment> = {
  stream: streamExperiment,
  direction: directionExperiment,
  layer: layerExperiment,
  strength: strengthExperiment,
  controls: controlsExperiment,
  composition: compositionExperiment,
};
