/**
 * What searches and sweeps have found out about a vector on a model, so that the sliders of its card can show it: kept
 * when their jobs are forgotten, and over a reload.
 */
import type { ScoredLayer } from '../../core/search/layerSearch.ts';
import type { StrengthWindow } from '../../core/search/strengthWindow.ts';
import type { Operator } from '../../core/steering/types.ts';
import type { AppState } from '../appState.ts';
import { isJobOf, type Job } from '../jobs/jobs.ts';
import { isSameModel } from './steerable.ts';
import { selectedCard } from './steering.ts';

interface About {
  /** of a preset or a saved vector */
  vectorId: string;
  modelId: string;
  operator: Operator;
}

/** Of a strength sweep at one layer. */
export interface WindowFinding extends About {
  kind: 'window';
  layer: number;
  window: StrengthWindow;
}

/** Of a layer search. */
export interface LayersFinding extends About {
  kind: 'layers';
  /** a fast search lets only a few layers write, and says less */
  isFull: boolean;
  layers: readonly ScoredLayer[];
}

/** Of an evaluation of one vector in four conditions. */
export interface CostFinding extends About {
  kind: 'cost';
  layer: number;
  strength: number;
  prompts: number;
  /** median over the prompts: perplexity of the steered answer over that of the plain one, under the unsteered model */
  perplexityRatio: number;
}

export type Finding = WindowFinding | LayersFinding | CostFinding;

/** Newest last; one of a kind about the same. */
export type FindingsState = readonly Finding[];

/** The oldest make room: some twenty vectors with a few findings each, and half a megabyte at most. */
const MAX_FINDINGS = 100;

/** What a finished job found out about one vector alone; null for any other job. */
export function findingOf(job: Job): Finding | null {
  const [vectorId, ...others] = job.vectorIds;
  if (vectorId === undefined || others.length > 0 || job.phase !== 'done' || !job.model) return null;
  const about = { vectorId, modelId: job.model.id };
  if (isJobOf(job, 'strengthSweep') && job.result) {
    const { layer, operator } = job.input.steering;
    const { from, to, recommended, degeneratesAbove, degeneratesBelow, reason, why } = job.result;
    const limits = { from, to, recommended, degeneratesAbove, degeneratesBelow };
    const window = { ...limits, reason, ...(why ? { why } : {}) };
    return { ...about, kind: 'window', operator, layer, window };
  }
  if ((isJobOf(job, 'layerSearch') || isJobOf(job, 'fastLayerSearch')) && job.result) {
    const { operator } = job.input.steering;
    const isFull = job.kind === 'layerSearch';
    return { ...about, kind: 'layers', operator, isFull, layers: job.result.layers };
  }
  if (isJobOf(job, 'evaluation') && job.result) {
    const [applied, ...more] = job.input.applied;
    const against = job.result.comparisons.find(
      ({ base, steered }) => base === 'plain' && steered === 'steered',
    );
    if (!applied || more.length > 0 || !against || against.perplexityRatio === null) return null;
    const { layer, operator, strength } = applied.setting;
    const { prompts, perplexityRatio } = against;
    return { ...about, kind: 'cost', operator, layer, strength, prompts, perplexityRatio };
  }
  return null;
}

/** In the place of an earlier one about the same. */
export function withFinding(findings: FindingsState, finding: Finding): FindingsState {
  const key = keyOf(finding);
  return [...findings.filter((each) => keyOf(each) !== key), finding].slice(-MAX_FINDINGS);
}

function keyOf(finding: Finding): string {
  const { kind, vectorId, modelId, operator } = finding;
  const detail = finding.kind === 'layers' ? finding.isFull : finding.layer;
  return JSON.stringify([kind, vectorId, modelId, operator, detail]);
}

/** Of the newest strength sweep at the layer and by the operator that are set; null where there was none. */
export function selectStrengthWindow(state: AppState): StrengthWindow | null {
  const { layer } = selectedCard(state.steering);
  const found = aboutCard(state).filter((each) => each.kind === 'window');
  return found.findLast((each) => each.layer === layer)?.window ?? null;
}

/**
 * Of the newest layer search by the operator that is set; null where there was none. A full search says more than a
 * fast one, which lets only a few layers write.
 */
export function selectLayerScores(state: AppState): readonly ScoredLayer[] | null {
  const found = aboutCard(state).filter((each) => each.kind === 'layers');
  return (found.findLast(({ isFull }) => isFull) ?? found.at(-1))?.layers ?? null;
}

/** What the selected card's vector was last measured to cost by the operator that is set; null where it never was. */
export function selectMeasuredCost(state: AppState): CostFinding | null {
  return aboutCard(state).findLast((each) => each.kind === 'cost') ?? null;
}

/** On the selected card's vector, by its operator, on the loaded model; without one, on any. */
function aboutCard({ findings, steering, model }: AppState): readonly Finding[] {
  const { chosenId, operator } = selectedCard(steering);
  return findings.filter(
    (each) =>
      each.vectorId === chosenId &&
      each.operator === operator &&
      (!model.info || isSameModel(each.modelId, model.info.id)),
  );
}
