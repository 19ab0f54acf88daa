/** Actions of the lessons: guesses, what is shown against the record, and the live experiments. */
import type { Tiller } from '../../api/index.ts';
import { TillerError } from '../../core/errors.ts';
import { asAsked } from '../../core/pairs/asking.ts';
import { BASE_PROMPTS } from '../../core/pairs/basePrompts.ts';
import { findInstruction } from '../../core/pairs/instructions.ts';
import { withInstruction } from '../../core/pairs/pairs.ts';
import type {
  ExperimentContext,
  ExperimentOptions,
  ExperimentUpdate,
  LessonVector,
} from '../../learn/experiments/experiment.ts';
import type { Guess, LessonId } from '../../learn/lesson.ts';
import { factsOf } from '../../learn/record.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import {
  beginRun,
  breakRun,
  finishRun,
  withGuess,
  withoutRevealed,
  withRevealed,
  withUpdate,
} from '../learn/learn.ts';
import { isEmbedded } from '../playground/settings.ts';
import { isMeasuredOn } from '../playground/steerable.ts';
import { modelName } from '../selectors.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { JobActions } from './jobActions.ts';
import type { PresetActions } from './presetActions.ts';
import type { RunActions } from './runActions.ts';

export interface LearnActions {
  setGuess(lesson: LessonId, guess: Guess): void;
  /** @param guess null: shows the record without a guess */
  revealLesson(lesson: LessonId, guess: Guess | null): void;
  guessAgain(lesson: LessonId): void;
  /** Runs the lesson's experiment on the loaded model; does nothing without one, or while another runs. */
  runExperiment(lesson: LessonId): Promise<void>;
  stopExperiment(): void;
}

/** Pairs of a vector that is made for a lesson, where none is shipped for the loaded model: seconds, not minutes. */
const LESSON_PAIRS = 8;

export function createLearnActions(
  { store, tiller }: Pick<ActionContext, 'store' | 'tiller'>,
  { readPreset }: Pick<PresetActions, 'readPreset'>,
  { whileJobsWait }: Pick<JobActions, 'whileJobsWait'>,
  { stop }: Pick<RunActions, 'stop'>,
): LearnActions {
  let abort: AbortController | null = null;

  async function runExperiment(lesson: LessonId): Promise<void> {
    const { phase, info } = store.getState().model;
    if (abort || phase !== 'ready' || !info) return;
    abort = new AbortController();
    const { signal } = abort;
    const frames = gatherUpdates((update) =>
      updateSlice(store, 'learn', (learn) => withUpdate(learn, update)),
    );
    stop();
    updateSlice(store, 'learn', (learn) => beginRun(learn, lesson));
    try {
      // The experiments and their record are no part of the first visit.
      const [{ EXPERIMENTS }, { RECORD }] = await Promise.all([
        import('../../learn/experiments/index.ts'),
        import('../../learn/recorded.ts'),
      ]);
      let isMeasured = true;
      const options: ExperimentOptions = { signal, onUpdate: frames.add };
      const context: ExperimentContext = {
        tiller,
        info,
        async vectorOf(id) {
          const found = await vectorOf(id, info, RECORD, options);
          isMeasured &&= found.isMeasured;
          return found;
        },
      };
      const result = await whileJobsWait(() => EXPERIMENTS[lesson](context, options));
      frames.drop();
      const name = modelName(store.getState());
      updateSlice(store, 'learn', (learn) =>
        finishRun(learn, lesson, { modelName: name, isMeasured, result }),
      );
    } catch (error) {
      frames.drop();
      const { code, message } = TillerError.toData(error);
      updateSlice(store, 'learn', (learn) => breakRun(learn, code === 'aborted' ? null : { code, message }));
    } finally {
      abort = null;
    }
  }

  /** The shipped vector at the replicated setting, or the one that was built for this model; else one made now. */
  async function vectorOf(
    id: string,
    info: ModelInfo,
    record: Parameters<typeof factsOf>[0],
    options: ExperimentOptions,
  ): Promise<LessonVector> {
    const { setting } = factsOf(record, id);
    const preset = store.getState().presets.list.find((each) => each.id === id);
    if (preset && isMeasuredOn(preset, info)) {
      // On the embedded model the numbers beside the experiment were found at the replication's setting.
      const found = isEmbedded(info.id) ? setting : preset.setting;
      return { vector: await readPreset(id), setting: found, isMeasured: true };
    }
    const layer = Math.round((setting.layer / (record.facts.numLayers - 1)) * (info.numLayers - 1));
    return {
      vector: await fitted(tiller, id, info, options),
      setting: { ...setting, layer },
      isMeasured: false,
    };
  }

  return {
    setGuess: (lesson, guess) => updateSlice(store, 'learn', (learn) => withGuess(learn, lesson, guess)),
    revealLesson: (lesson, guess) =>
      updateSlice(store, 'learn', (learn) => withRevealed(learn, lesson, guess)),
    guessAgain: (lesson) => updateSlice(store, 'learn', (learn) => withoutRevealed(learn, lesson)),
    runExperiment,
    stopExperiment: () => abort?.abort(),
  };
}

async function fitted(
  tiller: Pick<Tiller, 'fitVector'>,
  id: string,
  { hasChatTemplate }: ModelInfo,
  { signal, onUpdate }: ExperimentOptions,
) {
  const instruction = findInstruction(id)!;
  const pairs = BASE_PROMPTS.build.slice(0, LESSON_PAIRS).map((question, index) => ({
    positive: asAsked(withInstruction(instruction, question, index), hasChatTemplate).prompt,
    negative: asAsked(question, hasChatTemplate).prompt,
  }));
  return tiller.fitVector(pairs, {
    name: instruction.title,
    onProgress: ({ loaded, total }) =>
      onUpdate?.({ step: { kind: 'fitting', instruction: id }, done: loaded, total }),
    ...(signal ? { signal } : {}),
  });
}

/** Hands on the newest update once per frame; a hidden page has no frames and is told at the end. */
function gatherUpdates(show: (update: ExperimentUpdate) => void): {
  add: (update: ExperimentUpdate) => void;
  drop: () => void;
} {
  let newest: ExperimentUpdate | null = null;
  let frame = 0;
  return {
    add(update) {
      newest = update;
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        if (newest) show(newest);
      });
    },
    drop() {
      cancelAnimationFrame(frame);
      newest = null;
    },
  };
}
