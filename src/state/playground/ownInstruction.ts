/** "Your own instruction": what the user typed, and how the job that turns it into a vector is going. */
import type { OwnInstructionInput, OwnInstructionResult } from '../../lab/ownInstruction.ts';
import type { NewVector, VectorEntry } from '../../storage/index.ts';
import { t } from '../../text/text.ts';
import { isInOtherTab, isJobOf, type Job, type JobOf, type JobsState } from '../jobs/jobs.ts';
import { isSameModel } from './steerable.ts';

export type OwnJob = JobOf<'ownInstruction'>;

/** The newest one that is on its way here or waits to go on; null when none is. */
export function openOwnJob({ list }: JobsState): OwnJob | null {
  return list.filter(isOwnJob).findLast((job) => OPEN.includes(job.phase) && !isInOtherTab(job)) ?? null;
}

const OPEN: readonly string[] = ['queued', 'running', 'paused'];

export const isOwnJob = (job: Job): job is OwnJob => isJobOf(job, 'ownInstruction');

/** A vector that was made of the same words on the same model, with a setting to steer by. */
export function findOwnVector(
  entries: readonly VectorEntry[],
  instructionId: string,
  modelId: string,
): VectorEntry | null {
  const isIt = ({ instruction, setting, ...entry }: VectorEntry) =>
    instruction?.id === instructionId && setting !== null && isSameModel(entry.modelId, modelId);
  return entries.find(isIt) ?? null;
}

/** What the job is doing, in words: its stages are sentences. */
export function ownStageText({ phase, update }: OwnJob): string {
  if (phase === 'queued') return t('steering.waits');
  return update ? t(`jobs.stage_${update.stage}`) : t('steering.starting');
}

/** Words as typed, spaces evened out; answers short and greedy, with the penalty that the page's own answers have. */
export function ownInput(words: string, repetitionPenalty: number): OwnInstructionInput {
  const decoding = { maxNewTokens: OWN_ANSWER_TOKENS, repetitionPenalty, temperature: 0, topP: 1, seed: 0 };
  return { text: words.replace(/\s+/g, ' ').trim(), decoding };
}

/** Enough to tell whether an answer follows and holds together, and half a minute's work at most. */
const OWN_ANSWER_TOKENS = 48;

/** What is saved of a result: named as it was typed, with what was found out in its notes. */
export function ownVector(words: string, result: OwnInstructionResult): NewVector {
  const { instruction, vector, setting, check, evidence } = result;
  return { name: words, notes: evidence.words, vector, setting, instruction, check };
}
