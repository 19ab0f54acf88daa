/** What the components read: finished words and numbers, derived from the state. */

import { own } from '../core/own.ts';
import { INSTRUCTIONS } from '../core/pairs/instructions.ts';
import { type SisterLayer, sisterLayer } from '../core/pairs/sisterLayers.ts';
import { isDegenerate } from '../core/steering/degenerate.ts';
import { strengthToValue } from '../core/steering/strength.ts';
import type { VectorFacts } from '../core/steering/transfer.ts';
import type { SteeringVector } from '../core/steering/types.ts';
import type { ModelInfo } from '../protocol/model.ts';
import { decimal } from '../text/numbers.ts';
import { t } from '../text/text.ts';
import type { AppState } from './appState.ts';
import { checkKey, checksInForce } from './checks/checks.ts';
import { type ManifestModel, stageText } from './models/load.ts';
import { needsBuild } from './playground/builtPresets.ts';
import type { SteeringCard } from './playground/card.ts';
import { laneTitle } from './playground/compare.ts';
import { ribbonStep, ribbonValue, type ShownProbe, sameProbe } from './playground/inside.ts';
import { type LaneRun, shownTokenCount, shownTokens } from './playground/lane.ts';
import { type Preset, type PresetCheck, shownTitle, shownTitles } from './playground/presets.ts';
import type { LaneId } from './playground/runs.ts';
import { defaultRepetitionPenalty, isEmbedded, type Sampling } from './playground/settings.ts';
import { isSameModel, vectorNotice, vectorProblem } from './playground/steerable.ts';
import {
  activeCards,
  cardNames,
  describeSteering,
  type SteeringState,
  selectedCard,
} from './playground/steering.ts';
import { shownVerdict, verdictWord } from './playground/verdictWords.ts';
import { selectRecording, selectShownLanes, selectShownSteering } from './recorded/shown.ts';
import { type SavedVector, savedVector } from './vectors/savedVectors.ts';

export const isRunning = (state: AppState): boolean => state.runs.running.length > 0;

/** The preset or saved vector of that id; null where there is none. */
export function selectSteerable({ presets, library }: AppState, id: string): Preset | SavedVector | null {
  const hasId = (each: { id: string }) => each.id === id;
  const entry = library.entries.find(hasId);
  return presets.list.find(hasId) ?? (entry ? savedVector(entry) : null);
}

/** What the selected card stands for, whether shipped or saved. */
export function selectChosen(state: AppState): Preset | SavedVector | null {
  return steerableOf(state, selectedCard(state.steering));
}

/** Whether the selected card's preset has no vector of its own for the loaded model. */
export function selectIsToBuild(state: AppState): boolean {
  const chosen = selectChosen(state);
  return chosen?.source === 'preset' && needsBuild(chosen, state.model.info);
}

/** Where the paper's authors steered a sister of the loaded model toward the selected card's preset; null: not known. */
export function selectSisterLayer(state: AppState): SisterLayer | null {
  const chosen = selectChosen(state);
  const { info } = state.model;
  const instruction = INSTRUCTIONS.find(({ id }) => id === chosen?.id);
  return instruction && info ? sisterLayer(instruction.family, info) : null;
}

/** What a card stands for; null where nothing is chosen, or what was chosen is gone. */
export function steerableOf(state: AppState, { chosenId }: SteeringCard): Preset | SavedVector | null {
  return chosenId === null ? null : selectSteerable(state, chosenId);
}

/** What steers now; while everything is switched off, what would. A new list each time. */
export function selectInForce(state: AppState): (Preset | SavedVector)[] {
  const active = activeCards(state.steering);
  const cards = active.length > 0 ? active : state.steering.cards;
  return cards.flatMap((card) => steerableOf(state, card) ?? []);
}

/** What the stack steers toward: `Answer in French + No commas`; null without a vector. */
export function selectTitle(state: AppState): string | null {
  return selectInForce(state).map(shownTitle).join(' + ') || null;
}

/** How the cards' controls are told apart, in order. A new list each time. */
export function selectCardNames(state: AppState): string[] {
  return cardNames(
    state.steering.cards.map((card) => {
      const steerable = steerableOf(state, card);
      return steerable ? shownTitle(steerable) : t('steering.noVector');
    }),
  );
}

/** A new list each time. */
export function selectChecks(state: AppState): readonly PresetCheck[] {
  return checksInForce(state.checks, selectInForce(state));
}

/** The selected card's vector where it fits the loaded model: what is shown of it says nothing of another. */
export function selectFittingVector(state: AppState): SteeringVector | null {
  return steeringProblem(state) === null ? selectVector(state) : null;
}

/** The selected card's vector, once it is read. */
export function selectVector(state: AppState): SteeringVector | null {
  return vectorOf(state, selectedCard(state.steering));
}

export function vectorOf({ presets, library }: AppState, { chosenId }: SteeringCard): SteeringVector | null {
  if (chosenId === null) return null;
  return own(presets.vectors, chosenId) ?? own(library.vectors, chosenId) ?? null;
}

/** Of the loaded model, else of the vector, else of the embedded model. */
export function selectNumLayers(state: AppState): number {
  return state.model.info?.numLayers ?? selectVector(state)?.numLayers ?? 30;
}

/** What one layer knows about the vector, for the curve behind the slider; empty before the vector is read. */
export function layerCurve(vector: SteeringVector | null): readonly number[] {
  if (!vector) return [];
  return Array.from(vector.separation ?? vector.meanDifferenceNorm, (value) => Math.max(0, value));
}

/** Index of the largest value; null for an empty curve. */
export function peakLayer(curve: readonly number[]): number | null {
  return curve.length === 0 ? null : curve.indexOf(Math.max(...curve));
}

/** What the ribbon shows: projections on the selected card's vector at its layer; null without, or switched off. */
export function selectProbe(state: AppState): ShownProbe | null {
  const { chosenId, layer } = selectedCard(state.steering);
  const vector = selectVector(state);
  if (!state.compare.hasRibbon || chosenId === null || !vector || layer >= vector.numLayers) return null;
  if (vectorProblem(vector, state.model.info)) return null;
  const chosen = selectChosen(state);
  const title = chosen ? shownTitle(chosen) : vector.name;
  return { vectorId: chosenId, title, layer, vector };
}

/** The instructions that steer, as they are said in words; empty where one has no words, or nothing steers. */
export function selectWords(state: AppState): string {
  const words = selectInForce(state).map((each) => each.words);
  return words.includes(null) ? '' : words.join(' ');
}

/** The number that the graph gets for the selected card, in words; empty where there is none. */
export function rawValueText(state: AppState): string {
  const vector = selectFittingVector(state);
  const { layer, operator, strength } = selectedCard(state.steering);
  if (!vector || layer >= vector.numLayers || operator === 'ablate') return '';
  const value = decimal(strengthToValue(vector, layer, operator, strength), 1);
  return operator === 'add' ? t('steering.coefficient', { value }) : t('steering.projection', { value });
}

/** Why what a card stands for cannot steer the loaded model. @param card default: the selected one */
export function steeringProblem(state: AppState, card = selectedCard(state.steering)): string | null {
  return vectorProblem(factsOf(state, card), state.model.info);
}

/** What to know before steering the loaded model with what was made on another. */
export function steeringNotice(state: AppState): string | null {
  return vectorNotice(factsOf(state, selectedCard(state.steering)), state.model.info);
}

/** A saved vector tells its shape before its arrays are read; a preset's list tells the vocabulary of its model. */
function factsOf(state: AppState, card: SteeringCard): VectorFacts | null {
  const chosen = steerableOf(state, card);
  if (chosen?.source === 'saved') return chosen;
  const vector = vectorOf(state, card);
  return vector && chosen ? { ...vector, origin: chosen.origin } : vector;
}

export function effectiveSampling(
  sampling: Sampling,
  info: ModelInfo | null,
): Required<Sampling> & {
  repetitionPenalty: number;
} {
  const { repetitionPenalty } = sampling;
  return { ...sampling, repetitionPenalty: repetitionPenalty ?? defaultRepetitionPenalty(info?.id ?? null) };
}

/** The polite status region: one sentence that changes when something begins or ends. */
export function statusText(state: AppState): string {
  const { model, runs } = state;
  if (runs.running.length > 0) {
    // A lane that only runs along again shows what it showed before.
    const anew = runs.running.filter((id) => !runs.lanes[id]?.previous?.heldLength);
    if (anew.length === 1)
      return t(anew[0] === 'steered' ? 'playground.statusSteered' : 'playground.statusOne');
    return anew.length === 2
      ? t('playground.statusBoth')
      : t('playground.statusSeveral', { count: anew.length });
  }
  const { unsteered, steered } = runs.lanes;
  const isEmpty = unsteered.status === 'empty' && steered.status === 'empty';
  if (model.phase === 'loading' || isEmpty) return modelStatusText(state);
  if (unsteered.status === 'failed' || steered.status === 'failed') return t('playground.statusFailed');
  const isStopped = unsteered.status === 'stopped' || steered.status === 'stopped';
  return t(isStopped ? 'playground.statusStopped' : 'playground.statusDone', {
    unsteered: laneSummary(unsteered),
    steered: laneSummary(steered),
  });
}

/** What there is to say about the model alone, where nothing is generated. */
export function modelStatusText(state: AppState): string {
  const { phase } = state.model;
  if (phase === 'loading') return t('playground.modelLoading', { model: modelName(state) });
  return t(phase === 'ready' ? 'playground.modelReady' : 'playground.modelNone');
}

function laneSummary(lane: LaneRun): string {
  if (lane.status === 'empty') return t('playground.statusNoText');
  const { verdict } = lane;
  return [tokensText(shownTokenCount(lane)), verdict && verdictWord(verdict.word)].filter(Boolean).join(', ');
}

/** `46 tokens · 41 tok/s` */
export function laneNumbers(lane: LaneRun): string {
  if (lane.status === 'empty' || (lane.status === 'failed' && lane.tokenCount === 0)) return '';
  const speed =
    lane.tokensPerSecond === null ? null : t('playground.speed', { rate: formatSpeed(lane.tokensPerSecond) });
  return [tokensText(shownTokenCount(lane)), speed].filter(Boolean).join(' · ');
}

const tokensText = (count: number): string => t('playground.tokens', { count });

const formatSpeed = (speed: number): string => decimal(speed, speed < 10 ? 1 : 0);

/** What a text on the page is an answer to, where that is not what stands beside it any more. */
export function laneNote(state: AppState, id: LaneId): string | null {
  const { question } = state.runs;
  if (selectRecording(state) && (id === 'unsteered' || id === 'steered')) {
    return t('playground.recorded');
  }
  if (!question) return null;
  const notes: string[] = [];
  if (question.prompt.trim() !== state.prompt.trim()) notes.push(t('playground.earlierPrompt'));
  if (id === 'steered' && question.title && idsOf(question.steering) !== idsOf(state.steering)) {
    notes.push(t('playground.steeredTowardTitle', { title: shownTitles(question.title) }));
  }
  const isJudgedOtherwise = keysOf(question.checks) !== keysOf(selectChecks(state));
  if (id === 'unsteered' && question.title && isJudgedOtherwise) {
    notes.push(t('playground.judgedFor', { title: shownTitles(question.title) }));
  }
  return notes.length > 0 ? notes.join(' · ') : null;
}

const idsOf = (steering: SteeringState): string =>
  activeCards(steering)
    .map(({ chosenId }) => chosenId)
    .join();

const keysOf = (checks: readonly PresetCheck[]): string => checks.map(checkKey).join();

/** `layer 25 · strength 1.00 · prompt unchanged`; of a kept lane nothing, as its name says it. */
export function laneSubtitle(state: AppState, id: LaneId): string {
  if (id === 'unsteered' || id === 'words') return t(`playground.about_${id}`);
  if (id !== 'steered' && id !== 'wordsSteered') return '';
  const setting = describeSteering(selectShownSteering(state));
  if (setting === null) return t('steering.off');
  return t(id === 'steered' ? 'playground.aboutSteered' : 'playground.aboutWordsSteered', { setting });
}

export function selectLaneTitle({ compare }: AppState, id: LaneId): string {
  return laneTitle(id, compare.kept);
}

/** Whether the texts were written by the loaded model: only then can they go on, and their tokens be read. */
export function isOwnWork({ runs, model }: Pick<AppState, 'runs' | 'model'>): boolean {
  const modelId = runs.question?.modelId ?? null;
  return modelId !== null && model.info !== null && isSameModel(modelId, model.info.id);
}

/** What a text costs in quality: `perplexity 9.8 (+5.7)`, against the unsteered answer; null until it is measured. */
export function laneCost(state: AppState, id: LaneId): string | null {
  const lanes = selectShownLanes(state);
  const perplexity = lanes[id]?.perplexity ?? null;
  if (perplexity === null) return null;
  const value = formatPerplexity(perplexity);
  const base = lanes.unsteered.perplexity;
  if (id === 'unsteered' || base === null) return t('playground.perplexity', { value });
  const more = perplexity - base;
  const cost = `${more < 0 ? '−' : '+'}${formatPerplexity(Math.abs(more))}`;
  return t('playground.perplexityCost', { value, cost });
}

const formatPerplexity = (value: number): string => decimal(value, value < 100 ? 1 : 0);

/** Whether a text has fallen apart, as far as it goes; a short one may still be anything. */
export function repeats(lane: LaneRun): boolean {
  return lane.tokenCount >= MIN_JUDGED_TOKENS && lane.text.trim() !== '' && isDegenerate(lane.text);
}

const MIN_JUDGED_TOKENS = 12;

/** The ribbon under a lane's tokens; empty where none is to be shown, or what is known is of another layer. */
export function ribbonSteps(state: AppState, id: LaneId): (number | null)[] {
  const lane = selectShownLanes(state)[id];
  const probe = selectProbe(state);
  if (!lane || !probe || !sameProbe(lane.probe, probe)) return [];
  return shownTokens(lane).map(({ projection }) => {
    return projection === null ? null : ribbonStep(probe, projection);
  });
}

/** What the ribbon's colours stand for, and where on its scale the target lies; null while there is no ribbon. */
export function ribbonLegend(state: AppState): { words: string; target: number | null } | null {
  const probe = selectProbe(state);
  if (!probe) return null;
  const { operator, strength } = selectedCard(state.steering);
  const target =
    operator === 'setProjection'
      ? ribbonValue(probe, strengthToValue(probe.vector, probe.layer, operator, strength))
      : null;
  return { words: t('playground.ribbonLegend', { title: probe.title, layer: probe.layer }), target };
}

/** Verdict as the badge says it: a provisional one ends in "so far". */
export function verdictText(lane: LaneRun): string | null {
  const { verdict } = lane;
  if (!verdict) return null;
  return shownVerdict(verdict);
}

/** `WASM · 2 threads` */
export function backendText(info: ModelInfo): string {
  if (info.backend === 'webgpu') return 'WebGPU';
  return t('playground.threads', { count: info.threads });
}

/** The state in the model chip, in a few characters. */
export function modelStateText({ model }: AppState): string {
  if (model.phase === 'ready') return t('playground.chipReady');
  if (model.phase !== 'loading') return t('playground.chipNotLoaded');
  const { progress } = model;
  if (progress?.stage === 'download' && progress.total > 0) {
    return t('playground.chipLoadingPercent', {
      percent: Math.floor((100 * progress.loaded) / progress.total),
    });
  }
  return progress ? stageText(progress.stage, 'inText') : t('playground.chipLoading');
}

/** The name people know the model by: loading, loaded, or the one that could be loaded. */
export function modelName({ model }: AppState): string {
  if (model.phase === 'loading') {
    return model.loadingName || (model.manifest?.name ?? t('playground.embeddedModel'));
  }
  if (!model.info) return model.manifest?.name ?? t('playground.noModel');
  return displayName(model.info.id, model.manifest);
}

/** The manifest's name for the embedded model, else the id without its owner or folder. */
export function displayName(id: string, manifest: ManifestModel | null): string {
  if (manifest && isEmbedded(id)) return manifest.name;
  return id.split('/').findLast((part) => part !== '') ?? id;
}
