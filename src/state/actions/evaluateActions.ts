/** Actions of the Evaluate place: what a section is set to, and its start. */
import { TillerError } from '../../core/errors.ts';
import { parsePromptFile } from '../../core/evaluate/promptFile.ts';
import type { SteeringSetting } from '../../core/steering/setting.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import { errorSentence } from '../alert.ts';
import {
  type AppliedDraft,
  type EvaluateState,
  type PromptChoice,
  phrasingsOf,
  vectorsOf,
  withPrompts,
  withVector,
  withVectorAdded,
  withVectorChange,
  withVectorRemoved,
} from '../evaluate.ts';
import {
  assertFits,
  compositionInput,
  evaluationInput,
  layerSearchInput,
  startProblem,
  strengthSweepInput,
} from '../evaluateInput.ts';
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
  { startJob }: Pick<JobActions, 'startJob'>,
  steering: SteeringActions,
): EvaluateActions {
  const update = (change: (evaluate: EvaluateState) => EvaluateState): void =>
    updateSlice(store, 'evaluate', (evaluate) => change({ ...evaluate, problem: null }));

  async function readVector(id: string): Promise<SteeringVector> {
    const steerable = selectSteerable(store.getState(), id);
    const vector = steerable?.source === 'preset' ? await readPreset(id) : await readSaved(id);
    if (vector) return vector;
    const { problem } = store.getState().library;
    throw new TillerError('file_missing', problem ?? 'The vector is not there any more: choose another.');
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
    const begin = (): string => {
      switch (evaluate.section) {
        case 'layer':
          return startJob('layerSearch', layerSearchInput(evaluate, vectors, info), {
            title: `Layer search: ${names}`,
            vectorIds,
          });
        case 'strength':
          return startJob('strengthSweep', strengthSweepInput(evaluate, vectors, info), {
            title: `Strength: ${names}`,
            vectorIds,
          });
        case 'conditions': {
          const words = evaluate.words?.split('\n').filter((line) => line.trim() !== '');
          const phrasings = words ?? phrasingsOf(steerables);
          return startJob('evaluation', evaluationInput(evaluate, vectors, phrasings, info), {
            title: `Four conditions: ${names}`,
            vectorIds,
          });
        }
        case 'compose':
          return startJob('compositionGrid', compositionInput(evaluate, vectors, info), {
            title: `Compose: ${names}`,
            vectorIds,
          });
      }
    };
    const id = begin();
    update((slice) => ({ ...slice, shown: { ...slice.shown, [evaluate.section]: id } }));
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
        if (file.size > MAX_FILE_BYTES) {
          throw new TillerError('bad_request', `${file.name} is larger than ${MAX_FILE_BYTES / 1e6} MB.`);
        }
        const { prompts, problems } = parsePromptFile(await file.text());
        const messages = problems.slice(0, MAX_PROBLEMS).map(({ message }) => message);
        const more = problems.length - messages.length;
        update((evaluate) =>
          withPrompts(
            {
              ...evaluate,
              file: {
                name: file.name,
                prompts,
                problems: more > 0 ? [...messages, `and ${more} more lines.`] : messages,
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
    adoptSetting(vectorId, setting) {
      steering.chooseVector(vectorId);
      steering.setLayer(setting.layer);
      steering.setOperator(setting.operator);
      steering.setStrength(setting.strength);
    },
  };
}
