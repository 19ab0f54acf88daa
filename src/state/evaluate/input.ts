/** From the draft of the Evaluate place to the inputs of its jobs, and what these will take. */

import { TillerError } from '../../core/errors.ts';
import { possibleConditions } from '../../core/evaluate/conditions.ts';
import { candidateLayers } from '../../core/search/layerSearch.ts';
import type { AppliedVector } from '../../core/steering/setting.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import type { Decoding } from '../../lab/answers.ts';
import type { CompositionInput, GridSide } from '../../lab/composition.ts';
import type { EvaluationInput } from '../../lab/evaluation.ts';
import type { ExclusionInput } from '../../lab/exclusion.ts';
import type { FastSearchInput } from '../../lab/fastLayerSearch.ts';
import type { LayerSearchInput } from '../../lab/layerSearch.ts';
import type { StrengthSweepInput } from '../../lab/strengthSweep.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import { t } from '../../text/text.ts';
import type { AppState } from '../appState.ts';
import { shownCheckTitle } from '../checks/checks.ts';
import type { Job } from '../jobs/jobs.ts';
import { defaultRepetitionPenalty } from '../playground/settings.ts';
import { vectorProblem } from '../playground/steerable.ts';
import {
  type AppliedDraft,
  chosenPrompts,
  type EvaluateState,
  parseStrengths,
  strengthsProblem,
  vectorsOf,
} from './evaluate.ts';
import { listed } from './words.ts';

/** Greedy, so that the same input gives the same answers. */
function evaluateDecoding({ maxNewTokens }: EvaluateState, info: ModelInfo | null): Decoding {
  const repetitionPenalty = defaultRepetitionPenalty(info?.id ?? null);
  return { maxNewTokens, repetitionPenalty, temperature: 0, topP: 1, seed: 0 };
}

/** What keeps a section from being started, in words; null when nothing does. */
export function startProblem(evaluate: EvaluateState, info: ModelInfo | null): string | null {
  const { section, strengths } = evaluate;
  const vectors = vectorsOf(evaluate);
  if (vectors.some(({ id }) => id === null)) {
    return t(vectors.length > 1 ? 'evaluate.chooseEachVectorFirst' : 'evaluate.chooseVectorFirst');
  }
  const isDeep = vectors.find(({ setting }) => info && setting.layer >= info.numLayers);
  if (isDeep && info) return t('evaluate.layersTo', { last: info.numLayers - 1 });
  if (section === 'exclude' && vectors[1]?.check === null) {
    return t('evaluate.needsExcludeCheck');
  }
  const needsChecks = section === 'layer' || section === 'compose';
  if (needsChecks && vectors.some(({ check }) => check === null)) {
    return t('evaluate.needsCheck');
  }
  if (section === 'strength' && parseStrengths(strengths) === null) return strengthsProblem();
  if (section === 'compose' && vectors.some((vector) => parseStrengths(vector.strengths, true) === null)) {
    return strengthsProblem(true);
  }
  if (chosenPrompts(evaluate).length > 0) return null;
  // a reload keeps the choice and cannot keep the file
  const isFileMissing = evaluate.prompts[section].source === 'file' && !evaluate.file;
  return t(isFileMissing ? 'evaluate.chooseFile' : 'evaluate.givePrompt');
}

export function layerSearchInput(
  evaluate: EvaluateState,
  [vector]: readonly SteeringVector[],
  info: ModelInfo | null,
): LayerSearchInput {
  const draft = vectorsOf(evaluate)[0];
  if (!vector || !draft?.check) throw unready();
  const { operator, strength } = draft.setting;
  return {
    vector,
    steering: { operator, strength },
    check: draft.check,
    prompts: chosenPrompts(evaluate).map(({ text }) => text),
    decoding: evaluateDecoding(evaluate, info),
  };
}

/** @param phrasings where steering should lead; without any there is nothing to rank layers by */
export function fastSearchInput(
  evaluate: EvaluateState,
  vectors: readonly SteeringVector[],
  phrasings: readonly string[],
  info: ModelInfo | null,
): FastSearchInput {
  const [first, ...others] = phrasings;
  if (first === undefined) {
    throw new TillerError(
      'bad_request',
      'this vector has no instruction in words, which fast mode ranks layers by: switch fast mode off.',
    );
  }
  return { ...layerSearchInput(evaluate, vectors, info), phrasings: [first, ...others] };
}

export function strengthSweepInput(
  evaluate: EvaluateState,
  [vector]: readonly SteeringVector[],
  info: ModelInfo | null,
): StrengthSweepInput {
  const draft = vectorsOf(evaluate)[0];
  const strengths = parseStrengths(evaluate.strengths)?.filter((strength) => strength !== null);
  if (!vector || !draft || !strengths) throw unready();
  const { layer, operator } = draft.setting;
  return {
    vector,
    steering: { layer, operator },
    check: draft.check,
    prompts: chosenPrompts(evaluate).map(({ text }) => text),
    strengths,
    decoding: evaluateDecoding(evaluate, info),
  };
}

/** @param phrasings the instruction in words; prompts of a file hold theirs already */
export function evaluationInput(
  evaluate: EvaluateState,
  vectors: readonly SteeringVector[],
  phrasings: readonly string[],
  info: ModelInfo | null,
): EvaluationInput {
  const drafts = vectorsOf(evaluate);
  const isFile = evaluate.prompts.conditions.source === 'file';
  return {
    prompts: chosenPrompts(evaluate),
    phrasings: isFile ? [] : phrasings,
    checks: drafts.flatMap(({ check }) => check ?? []),
    applied: vectors.map((vector, index): AppliedVector => ({ vector, setting: settingOf(drafts[index]) })),
    decoding: evaluateDecoding(evaluate, info),
  };
}

export function compositionInput(
  evaluate: EvaluateState,
  vectors: readonly SteeringVector[],
  info: ModelInfo | null,
): CompositionInput {
  const [a, b] = vectorsOf(evaluate).map((draft, index): GridSide => {
    const vector = vectors[index];
    const strengths = parseStrengths(draft.strengths, true);
    if (!vector || !draft.check || !strengths) throw unready();
    const { layer, operator } = draft.setting;
    return { vector, setting: { layer, operator }, check: draft.check, strengths };
  });
  if (!a || !b) throw unready();
  return {
    a,
    b,
    prompts: chosenPrompts(evaluate).map(({ text }) => text),
    decoding: evaluateDecoding(evaluate, info),
  };
}

/** The first vector asks for what is to be left out, the second forbids it. */
export function exclusionInput(
  evaluate: EvaluateState,
  vectors: readonly SteeringVector[],
  info: ModelInfo | null,
): ExclusionInput {
  const drafts = vectorsOf(evaluate);
  const [include, exclude] = vectors.map(
    (vector, index): AppliedVector => ({ vector, setting: settingOf(drafts[index]) }),
  );
  const check = drafts[1]?.check;
  if (!include || !exclude || !check) throw unready();
  return {
    include,
    exclude,
    check,
    prompts: chosenPrompts(evaluate).map(({ text }) => text),
    decoding: evaluateDecoding(evaluate, info),
  };
}

/** @throws TillerError `shape_mismatch` naming the vector that cannot steer the loaded model */
export function assertFits(vectors: readonly SteeringVector[], info: ModelInfo | null): void {
  for (const vector of vectors) {
    const problem = vectorProblem(vector, info);
    if (problem) throw new TillerError('shape_mismatch', `${vector.name}: ${problem}`);
  }
}

export interface Estimate {
  /** at most */
  answers: number;
  tokens: number;
  /** null: no speed is known */
  seconds: number | null;
}

/** @param tokensPerSecond of long work on this model so far; null when there was none */
export function estimate(
  evaluate: EvaluateState,
  info: ModelInfo | null,
  tokensPerSecond: number | null,
): Estimate {
  const prompts = chosenPrompts(evaluate).length;
  const isFast = evaluate.section === 'layer' && evaluate.isFast;
  const answers = isFast ? fastAnswers(prompts) : prompts * answersPerPrompt(evaluate, info);
  const tokens = answers * evaluate.maxNewTokens;
  return { answers, tokens, seconds: tokensPerSecond ? tokens / tokensPerSecond : null };
}

/** Three layers answer two prompts, the best of them the rest of six at most, and the plain model as many. */
function fastAnswers(prompts: number): number {
  const asked = Math.min(prompts, 6);
  return 2 * Math.min(asked, 2) + 2 * asked;
}

function answersPerPrompt(evaluate: EvaluateState, info: ModelInfo | null): number {
  const { section, strengths } = evaluate;
  switch (section) {
    case 'layer':
      return candidateLayers(info?.numLayers ?? 30).length + 1;
    case 'strength':
      return (parseStrengths(strengths)?.length ?? 0) + 1;
    case 'conditions':
      return conditionsCount(evaluate);
    case 'compose':
      return vectorsOf(evaluate).reduce(
        (product, draft) => product * (parseStrengths(draft.strengths, true)?.length ?? 0),
        1,
      );
    case 'exclude':
      return 3;
  }
}

/** Words that are not typed come from the vectors, where most have some. */
function conditionsCount(evaluate: EvaluateState): number {
  const isSaid = evaluate.prompts.conditions.source !== 'file' && evaluate.words?.trim() !== '';
  return possibleConditions(chosenPrompts(evaluate), isSaid ? ['in words'] : []).length;
}

/** Many answers at once come about twice as fast as two do, measured on the embedded model with two threads. */
const BATCH_GAIN = 2;

/** Tokens a second to expect: as long work went so far, else from the last answers of the playground; null: unknown. */
export function expectedSpeed({
  jobs,
  model,
  runs,
}: Pick<AppState, 'jobs' | 'model' | 'runs'>): number | null {
  const { tokensPerSecond } = runs.lanes.unsteered;
  return (
    measuredSpeed(jobs.list, model.info) ?? (tokensPerSecond === null ? null : BATCH_GAIN * tokensPerSecond)
  );
}

/** Of all jobs on this model that generated enough to tell. */
export function measuredSpeed(jobs: readonly Job[], info: ModelInfo | null): number | null {
  const own = jobs.filter(({ model, newTokens }) => model && info && model.id === info.id && newTokens > 100);
  const tokens = own.reduce((sum, { newTokens }) => sum + newTokens, 0);
  const milliseconds = own.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
  return milliseconds > 0 ? (1000 * tokens) / milliseconds : null;
}

/** `at layer 25`, `at layers 20 and 25` */
export function whereText(applied: readonly AppliedVector[]): string {
  const layers = [...new Set(applied.map(({ setting }) => setting.layer))];
  const last = layers.at(-1) ?? '–';
  if (layers.length < 2) return t('evaluate.at', { layer: last });
  return t('evaluate.atSeveral', { before: layers.slice(0, -1).join(', '), last });
}

/** The names of the checks that judge, for a heading. */
export function checksText(
  checks: readonly { instructionId: string; kwargs: Record<string, unknown> }[],
): string {
  return checks.length === 0 ? t('evaluate.noCheck') : listed(checks.map(shownCheckTitle));
}

const settingOf = (draft: AppliedDraft | undefined) => {
  if (!draft) throw unready();
  return draft.setting;
};

const unready = () => new TillerError('bad_request', 'choose a vector and a check first.');
