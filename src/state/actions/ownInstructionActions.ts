/** Actions of "Your own instruction": from typed words to a steered answer with one press. */
import { TillerError } from '../../core/errors.ts';
import { freeInstruction } from '../../core/pairs/free.ts';
import { alertFor } from '../alert.ts';
import { withChosen } from '../playground/card.ts';
import {
  findOwnVector,
  isOwnJob,
  type OwnJob,
  openOwnJob,
  ownInput,
  ownVector,
} from '../playground/ownInstruction.ts';
import { withSelectedCard } from '../playground/steering.ts';
import { effectiveSampling, selectSteerable } from '../selectors.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { JobActions } from './jobActions.ts';
import type { LibraryActions } from './libraryActions.ts';
import type { RunActions } from './runActions.ts';

export interface OwnInstructionActions {
  setOwnWords(words: string): void;
  /**
   * Makes a vector of the typed words, or takes the saved one that was made of the same, and has both lanes answer what
   * stands in the prompt box. The work is a job: it can be paused, and goes on after a reload.
   */
  steerOwnWay(): void;
  cancelOwnWay(): void;
}

export function createOwnInstructionActions(
  { store }: Pick<ActionContext, 'store'>,
  { startJob, cancelJob, removeJob }: Pick<JobActions, 'startJob' | 'cancelJob' | 'removeJob'>,
  { saveVector }: Pick<LibraryActions, 'saveVector'>,
  { generateAnew, stop }: Pick<RunActions, 'generateAnew' | 'stop'>,
): OwnInstructionActions {
  const adopted = new Set<string>();

  /** Chosen, switched on and judged by its own check, whatever stood there before. */
  function steerToward(id: string): void {
    const chosen = selectSteerable(store.getState(), id);
    if (!chosen) return;
    updateSlice(store, 'steering', (steering) =>
      withSelectedCard(steering, (card) => ({ ...withChosen(card, chosen), isOn: true })),
    );
    updateSlice(store, 'checks', (checks) => ({ ...checks, followsInstruction: true }));
    generateAnew();
  }

  /** What a job found goes into the library, and the job goes. */
  async function adopt({ id, input, result }: OwnJob): Promise<void> {
    if (!result || adopted.has(id)) return;
    adopted.add(id);
    const saved = await saveVector(ownVector(input.text, result));
    if (saved === null) {
      show(new TillerError('storage_failed', store.getState().library.problem ?? 'it could not be saved.'));
      return;
    }
    removeJob(id);
    steerToward(saved);
  }

  function show(error: unknown): void {
    store.setState({ alert: alertFor(error, 'own', true) });
  }

  // Jobs may end long after the press: resumed from the progress bar, or in another visit.
  store.subscribe(({ jobs }, before) => {
    if (jobs === before.jobs) return;
    for (const job of jobs.list.filter(isOwnJob)) {
      if (job.phase === 'done') void adopt(job);
      const earlier = before.jobs.list.find(({ id }) => id === job.id);
      const hasFailed = job.phase === 'failed' && earlier !== undefined && earlier.phase !== 'failed';
      if (hasFailed && job.error) show(TillerError.fromData(job.error));
    }
  });

  return {
    setOwnWords: (ownWords) => store.setState({ ownWords }),
    steerOwnWay() {
      const { ownWords, library, model, jobs, settings } = store.getState();
      if (!model.info || openOwnJob(jobs)) return;
      store.setState({ alert: null });
      try {
        const { id, title } = freeInstruction(ownWords);
        const known = findOwnVector(library.entries, id, model.info.id);
        if (known) {
          steerToward(known.id);
          return;
        }
        stop();
        for (const earlier of jobs.list.filter(isOwnJob)) removeJob(earlier.id);
        const { repetitionPenalty } = effectiveSampling(settings.sampling, model.info);
        startJob('ownInstruction', ownInput(ownWords, repetitionPenalty), {
          title: `Steering toward “${title}”`,
          isUrgent: true,
        });
      } catch (error) {
        show(error);
      }
    },
    cancelOwnWay() {
      const job = openOwnJob(store.getState().jobs);
      if (job) cancelJob(job.id);
    },
  };
}
