/**
 * Long work as the page shows and keeps it: one record a job, plain data from start to result. One job runs at a time,
 * the others wait in line. A job that stops half-way loses nothing, since every answer is remembered where it was made
 * (lab/answers.ts): resuming is running the same task on the same input again.
 */
import { ERROR_CODES, type ErrorData, TillerError } from '../../core/errors.ts';
import { JOB_KINDS, type JobInput, type JobKind, type JobResult, type JobUpdate } from '../../lab/jobs.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import { t } from '../../text/text.ts';
import { isNumber, isRecord, isText } from '../playground/presets.ts';

const PHASES = ['queued', 'running', 'paused', 'done', 'failed', 'cancelled'] as const;
export type JobPhase = (typeof PHASES)[number];

/**
 * Why a job is paused. `playground`: it goes on by itself as soon as the page has its answers; `workerDied`: as soon as
 * the model is back.
 */
export type PauseReason = (typeof PAUSE_REASONS)[number];
const PAUSE_REASONS = [
  'user',
  'playground',
  'reload',
  'otherTab',
  'model',
  'noModel',
  'otherModel',
  'workerDied',
] as const;

/** What a job's answers depend on besides its input. */
export type JobModel = Pick<ModelInfo, 'id' | 'revision' | 'dtype' | 'backend'>;

export interface Job {
  id: string;
  kind: JobKind;
  /** in English, as records and files have it */
  title: string;
  /** plain data, vectors inside */
  input: unknown;
  /** presets and saved vectors that the input was made from, in order */
  vectorIds: readonly string[];
  /** the model it first ran on; null before that */
  model: JobModel | null;
  phase: JobPhase;
  pauseReason: PauseReason | null;
  done: number;
  total: number;
  /** what is counted, in the plural: answers */
  unit: string;
  /** generated for this job, over all its runs */
  newTokens: number;
  elapsedMs: number;
  /** of the run in progress; null when none, and until there is something to measure */
  tokensPerSecond: number | null;
  remainingMs: number | null;
  /** the newest partial result */
  update: unknown;
  result: unknown;
  error: ErrorData | null;
  /** milliseconds since 1970 */
  createdAt: number;
  /** goes before the others in line, and takes the place of the one that runs */
  isUrgent: boolean;
  /** the progress bar has been told not to show it any more */
  isDismissed: boolean;
}

/** A job whose payloads are those of its kind. */
export type JobOf<K extends JobKind> = Job & {
  kind: K;
  input: JobInput<K>;
  update: JobUpdate<K> | null;
  result: JobResult<K> | null;
};

export interface JobsState {
  /** in order of creation */
  list: readonly Job[];
  /** why jobs do not outlive this page, in words; null when they do */
  notice: string | null;
}

export const INITIAL_JOBS: JobsState = { list: [], notice: null };

/** Finished jobs beyond these make room, oldest first: a list that is still read at a glance. */
const MAX_FINISHED = 30;

/** Payloads of one kind changed shape: records with another version are not read. */
const RECORD_VERSION = 1;

/** The payloads of a record belong to its kind: `startJob` takes them as such, and a stored record has the version. */
export function isJobOf<K extends JobKind>(job: Job, kind: K): job is JobOf<K> {
  return job.kind === kind;
}

export function newJob(
  parts: Pick<Job, 'id' | 'kind' | 'title' | 'input' | 'createdAt'> & Partial<Job>,
): Job {
  return {
    vectorIds: [],
    model: null,
    phase: 'queued',
    pauseReason: null,
    done: 0,
    total: 0,
    unit: 'answers',
    newTokens: 0,
    elapsedMs: 0,
    tokensPerSecond: null,
    remainingMs: null,
    update: null,
    result: null,
    error: null,
    isUrgent: false,
    isDismissed: false,
    ...parts,
  };
}

export function findJob({ list }: JobsState, id: string): Job | null {
  return list.find((job) => job.id === id) ?? null;
}

export function withJob(jobs: JobsState, job: Job): JobsState {
  return { ...jobs, list: [...jobs.list, job] };
}

/** An id that is not there changes nothing. */
export function withChange(jobs: JobsState, id: string, change: Partial<Job>): JobsState {
  return { ...jobs, list: jobs.list.map((job) => (job.id === id ? { ...job, ...change } : job)) };
}

export function withoutJob(jobs: JobsState, id: string): JobsState {
  return { ...jobs, list: jobs.list.filter((job) => job.id !== id) };
}

/** What was stored, beside what was started while it was read. */
export function withStored(jobs: JobsState, stored: readonly Job[]): JobsState {
  const ids = new Set(jobs.list.map(({ id }) => id));
  const list = [...stored.filter(({ id }) => !ids.has(id)), ...jobs.list];
  return { ...jobs, list: list.toSorted((a, b) => a.createdAt - b.createdAt) };
}

/** What another tab made of a job. Null: it was removed there. */
export function withNews(jobs: JobsState, id: string, news: Job | null): JobsState {
  // an own instruction, or a preset, is taken up where it was asked for
  const isTaken = news?.kind === 'ownInstruction' || news?.kind === 'presetBuild';
  const isTakenUp = isTaken && news.phase === 'done';
  return news && !isTakenUp ? withChange(jobs, id, news) : withoutJob(jobs, id);
}

/** A job of which this page only knows that another tab has it. */
export const IN_OTHER_TAB = {
  tokensPerSecond: null,
  remainingMs: null,
  phase: 'paused',
  pauseReason: 'otherTab',
} satisfies Partial<Job>;

export const isInOtherTab = ({ pauseReason }: Job): boolean => pauseReason === 'otherTab';

/** Whether a job runs, or will without being told to: its tab keeps it from the others. */
export const goesOnByItself = ({ phase, pauseReason }: Job): boolean =>
  phase === 'running' || phase === 'queued' || pauseReason === 'playground' || pauseReason === 'workerDied';

/** Every number of a run that ended, for whatever reason. */
export const AT_REST = { tokensPerSecond: null, remainingMs: null } satisfies Partial<Job>;

export const isFinished = ({ phase }: Job): boolean =>
  phase === 'done' || phase === 'failed' || phase === 'cancelled';

/** Who is next in line: urgent ones first, then the oldest; null when nobody waits. */
export function nextInLine({ list }: JobsState): Job | null {
  const waiting = list.filter(({ phase }) => phase === 'queued');
  return waiting.find(({ isUrgent }) => isUrgent) ?? waiting[0] ?? null;
}

/** The oldest finished jobs beyond what is kept. */
export function surplusJobs({ list }: JobsState): readonly Job[] {
  const finished = list.filter(isFinished);
  return finished.slice(0, Math.max(0, finished.length - MAX_FINISHED));
}

export function jobModel({ id, revision, dtype, backend }: ModelInfo): JobModel {
  return { id, revision, dtype, backend };
}

/** Why the loaded model cannot go on with a job; null when it can. */
export function modelProblem(job: Job, info: ModelInfo | null): 'noModel' | 'otherModel' | null {
  if (!info) return 'noModel';
  const { model } = job;
  if (!model) return null;
  const isSame =
    model.id === info.id &&
    model.revision === info.revision &&
    model.dtype === info.dtype &&
    model.backend === info.backend;
  return isSame ? null : 'otherModel';
}

/** Why a paused job does not run, and what to do about it. */
export function pauseWords({ pauseReason, model: begun }: Job): string {
  const model = begun ? `${begun.id} (${begun.dtype}, ${begun.backend})` : t('jobs.aModel');
  switch (pauseReason) {
    case null:
    case 'user':
      return t('jobs.paused');
    case 'playground':
      return t('jobs.pausedPlayground');
    case 'reload':
      return t('jobs.pausedReload');
    case 'otherTab':
      return t('jobs.pausedOtherTab');
    case 'model':
      return t('jobs.pausedModel', { model });
    case 'noModel':
      return t('jobs.pausedNoModel', { model });
    case 'otherModel':
      return t('jobs.pausedOtherModel', { model });
    case 'workerDied':
      return t('jobs.pausedWorkerDied');
    default: {
      const unknown: never = pauseReason;
      throw new TillerError('internal', `unknown reason to pause: ${String(unknown)}`);
    }
  }
}

export function toStored(job: Job): Job & { version: number } {
  return { ...job, version: RECORD_VERSION };
}

/**
 * A job from the database. One that was running or waiting when the page was left is paused, its partial result kept.
 * @returns null for what is no such record
 */
export function readJob(stored: unknown): Job | null {
  if (!isRecord(stored) || stored.version !== RECORD_VERSION) return null;
  const { version: _, ...fields } = stored;
  if (!isWhole(fields)) return null;
  // a record of this version with these fields was written by `toStored`, its payloads as well
  const job = fields as unknown as Job;
  if (goesOnByItself(job)) return { ...job, ...AT_REST, phase: 'paused', pauseReason: 'reload' };
  // what ended on an earlier visit is no news
  return { ...job, isDismissed: isFinished(job) };
}

function isWhole(fields: Record<string, unknown>): boolean {
  const { id, kind, title, phase, pauseReason, done, total, unit, newTokens, elapsedMs, createdAt } = fields;
  const { vectorIds, model, tokensPerSecond, remainingMs, error, isUrgent, isDismissed } = fields;
  return (
    [id, title, unit].every(isText) &&
    [done, total, newTokens, elapsedMs, createdAt].every(isNumber) &&
    [tokensPerSecond, remainingMs].every((value) => value === null || isNumber(value)) &&
    [isUrgent, isDismissed].every((value) => typeof value === 'boolean') &&
    JOB_KINDS.some((each) => each === kind) &&
    PHASES.some((each) => each === phase) &&
    (pauseReason === null || PAUSE_REASONS.some((each) => each === pauseReason)) &&
    Array.isArray(vectorIds) &&
    vectorIds.every(isText) &&
    (model === null || isJobModel(model)) &&
    (error === null || isErrorData(error))
  );
}

function isErrorData(value: unknown): boolean {
  return isRecord(value) && isText(value.message) && ERROR_CODES.some((each) => each === value.code);
}

function isJobModel(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { id, revision, dtype, backend } = value;
  return isText(id) && (revision === null || isText(revision)) && isText(dtype) && isText(backend);
}
