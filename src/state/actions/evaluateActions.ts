/** Actions of the Evaluate place: what a section is set to, and its start. */
import { TillerError } from '../../core/errors.ts';
import { parsePromptFile } from '../../core/evaluate/promptFile.ts';
import { joinJudgements, parseJudgements } from '../../core/evaluate/quality.ts';
import type { SteeringSetting } from '../../core/steering/setting.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import type { QualityInput } from '../../lab/qualityJob.ts';
import { t } from '../../text/text.ts';
import { errorSentence } from '../alert.ts';
import {
  type AppliedDraft,
  type EvaluateState,
  type PromptChoice,
  phrasingsOf,
  sectionOf,
  vectorsOf,
  withPrompts,
  withVector,
  withVectorAdded,
  withVectorChange,
  withVectorRemoved,
} from '../evaluate/evaluate.ts';
import {
  assertFits,
  compositionInput,
  evaluationInput,
  exclusionInput,
  fastSearchInput,
  layerSearchInput,
  startProblem,
  strengthSweepInput,
} from '../evaluate/input.ts';
import {
  evaluationIdOf,
  openJudgements,
  qualityItems,
  qualityJobOf,
  qualityQuestions,
} from '../evaluate/quality.ts';
import { findJob, isJobOf, type JobOf } from '../jobs/jobs.ts';
import { selectSteerable } from '../selectors.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { JobActions } from './jobActions.ts';
import type { LibraryActions } from './libraryActions.ts';
import type { PresetActions } from './presetActions.ts';
import type { SteeringActions } from './steeringActions.ts';

export interface EvaluateActions {
  setEvaluate(change: Partial<Omit<EvaluateState, 'vectors' | 'prompts' | 'file'>>): void;
  /** @param index among the vectors of the section; an id that is not there changes nothing */
  chooseEvaluated(index: number, id: string): void;
  changeEvaluated(index: number, change: Partial<Omit<AppliedDraft, 'id'>>): void;
  addEvaluated(): void;
  removeEvaluated(index: number): void;
  setEvaluatePrompts(change: Partial<PromptChoice>): void;
  /** Takes the prompts of an IFEval file, and chooses them. */
  readPromptFile(file: File): Promise<void>;
  /** Starts what the section in view is set to, as a job. What is in the way is said there. */
  startEvaluation(): Promise<void>;
  /** Brings a job's result into view at the Evaluate place. */
  showJob(id: string): void;
  /** Has the loaded model answer the quality questions about an evaluation's answers, as a job. */
  askQuality(evaluationId: string): void;
  /** Takes what another judge filled in. @returns what was taken and what was not, in words */
  readJudgements(evaluationId: string, file: File): Promise<string[]>;
  /** Steers on the playground with a vector at a setting that was found here. */
  adoptSetting(vectorId: string, setting: SteeringSetting): void;
}

/** A file of prompts is some megabytes at most; a larger one is something else. */
const MAX_FILE_BYTES = 50e6;
/** As many problems as are still read. */
const MAX_PROBLEMS = 20;

export function createEvaluateActions(
  { store }: ActionContext,
  { readPreset }: Pick<PresetActions, 'readPreset'>,
  { readSaved }: Pick<LibraryActions, 'readSaved'>,
  { startJob, putResult }: Pick<JobActions, 'startJob' | 'putResult'>,
  steering: Pick<SteeringActions, 'chooseVector' | 'setLayer' | 'setStrength' | 'setOperator'>,
): EvaluateActions {
  const update = (change: (evaluate: EvaluateState) => EvaluateState): void =>
    updateSlice(store, 'evaluate', (evaluate) => change({ ...evaluate, problem: null }));

  async function readVector(id: string): Promise<SteeringVector> {
    const steerable = selectSteerable(store.getState(), id);
    const vector = steerable?.source === 'preset' ? await readPreset(id) : await readSaved(id);
    if (vector) return vector;
    const { problem } = store.getState().library;
    throw new TillerError('file_missing', problem ?? t('evaluate.vectorGone'));
  }

  async function start(): Promise<void> {
    const { evaluate, model } = store.getState();
    const { info } = model;
    const problem = startProblem(evaluate, info);
    if (problem) throw new TillerError('bad_request', problem);
    const vectorIds = vectorsOf(evaluate).flatMap(({ id }) => id ?? []);
    const vectors = await Promise.all(vectorIds.map(readVector));
    assertFits(vectors, info);
    const steerables = vectorIds.map((id) => selectSteerable(store.getState(), id));
    const names = steerables.map((each) => each?.title ?? 'a vector').join(' + ');
    const typed = evaluate.words?.split('\n').filter((line) => line.trim() !== '');
    const phrasings = typed ?? phrasingsOf(steerables);
    const begin = (): string => {
      switch (evaluate.section) {
        case 'layer':
          return evaluate.isFast
            ? startJob('fastLayerSearch', fastSearchInput(evaluate, vectors, phrasings, info), {
                title: `Fast layer search: ${names}`,
                vectorIds,
              })
            : startJob('layerSearch', layerSearchInput(evaluate, vectors, info), {
                title: `Layer search: ${names}`,
                vectorIds,
              });
        case 'strength':
          return startJob('strengthSweep', strengthSweepInput(evaluate, vectors, info), {
            title: `Strength: ${names}`,
            vectorIds,
          });
        case 'conditions':
          return startJob('evaluation', evaluationInput(evaluate, vectors, phrasings, info), {
            title: `Four conditions: ${names}`,
            vectorIds,
          });
        case 'compose':
          return startJob('compositionGrid', compositionInput(evaluate, vectors, info), {
            title: `Compose: ${names}`,
            vectorIds,
          });
        case 'exclude':
          return startJob('exclusion', exclusionInput(evaluate, vectors, info), {
            title: `Exclude: ${names}`,
            vectorIds,
          });
      }
    };
    const id = begin();
    update((slice) => ({ ...slice, shown: { ...slice.shown, [evaluate.section]: id } }));
  }

  function evaluationJob(id: string): JobOf<'evaluation'> | null {
    const job = findJob(store.getState().jobs, id);
    return job && isJobOf(job, 'evaluation') ? job : null;
  }

  function qualityInput(evaluation: JobOf<'evaluation'>): QualityInput {
    return {
      items: qualityItems(evaluation),
      questions: qualityQuestions(store.getState(), evaluation.vectorIds),
    };
  }

  return {
    setEvaluate: (change) => update((evaluate) => ({ ...evaluate, ...change })),
    chooseEvaluated(index, id) {
      const chosen = selectSteerable(store.getState(), id);
      if (chosen) update((evaluate) => withVector(evaluate, index, chosen));
    },
    changeEvaluated: (index, change) => update((evaluate) => withVectorChange(evaluate, index, change)),
    addEvaluated: () => update(withVectorAdded),
    removeEvaluated: (index) => update((evaluate) => withVectorRemoved(evaluate, index)),
    setEvaluatePrompts: (change) => update((evaluate) => withPrompts(evaluate, change)),
    async readPromptFile(file) {
      try {
        const { prompts, problems } = parsePromptFile(await textOf(file));
        update((evaluate) =>
          withPrompts(
            {
              ...evaluate,
              file: {
                name: file.name,
                prompts,
                problems: firstProblems(problems.map(({ message }) => message)),
              },
            },
            { source: 'file', count: Math.min(prompts.length, 20) },
          ),
        );
      } catch (error) {
        update((evaluate) => ({ ...evaluate, problem: errorSentence(error) }));
      }
    },
    async startEvaluation() {
      update((evaluate) => evaluate);
      try {
        await start();
      } catch (error) {
        update((evaluate) => ({ ...evaluate, problem: errorSentence(error) }));
      }
    },
    showJob(id) {
      const job = findJob(store.getState().jobs, id);
      const section = job && sectionOf(job.kind);
      if (!job || !section) return;
      const shownId = isJobOf(job, 'quality') ? evaluationIdOf(job) : id;
      update((evaluate) => ({ ...evaluate, section, shown: { ...evaluate.shown, [section]: shownId } }));
    },
    askQuality(evaluationId) {
      const evaluation = evaluationJob(evaluationId);
      if (!evaluation) return;
      const { title, vectorIds } = evaluation;
      startJob('quality', qualityInput(evaluation), { title: `Quality questions: ${title}`, vectorIds });
    },
    async readJudgements(evaluationId, file) {
      const evaluation = evaluationJob(evaluationId);
      if (!evaluation) return [];
      try {
        const { judgements: filledIn, problems } = parseJudgements(await textOf(file));
        const known = qualityJobOf(store.getState().jobs, evaluationId);
        const input = known?.input ?? qualityInput(evaluation);
        const before = known?.result?.judgements ?? openJudgements(input.items, input.questions);
        const { judgements, joined, problems: strangers } = joinJudgements(before, filledIn);
        if (joined > 0) {
          putResult(
            'quality',
            input,
            { judgements, reliability: known?.result?.reliability ?? null },
            {
              ...(known ? { id: known.id } : {}),
              title: `Quality questions: ${evaluation.title}`,
              vectorIds: evaluation.vectorIds,
            },
          );
        }
        const taken = t('evaluate.taken', { joined, all: judgements.length, file: file.name });
        return [taken, ...firstProblems([...problems, ...strangers].map(({ message }) => message))];
      } catch (error) {
        return [errorSentence(error)];
      }
    },
    adoptSetting(vectorId, setting) {
      steering.chooseVector(vectorId);
      steering.setLayer(setting.layer);
      steering.setOperator(setting.operator);
      steering.setStrength(setting.strength);
    },
  };
}

/** @throws TillerError `bad_request` for a file that is something else */
async function textOf(file: File): Promise<string> {
  if (file.size <= MAX_FILE_BYTES) return file.text();
  throw new TillerError('bad_request', `${file.name} is larger than ${MAX_FILE_BYTES / 1e6} MB.`);
}

function firstProblems(messages: readonly string[]): string[] {
  const more = messages.length - MAX_PROBLEMS;
  return more > 0 ? [...messages.slice(0, MAX_PROBLEMS), t('evaluate.moreLines', { more })] : [...messages];
}
