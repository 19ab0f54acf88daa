/** How far one is with the lessons, and the live experiment that runs or ran. */
import type { ErrorCode } from '../../core/errors.ts';
import type { ExperimentResult, ExperimentUpdate } from '../../learn/experiments/experiment.ts';
import { type Guess, LESSON_IDS, type LessonId } from '../../learn/lesson.ts';
import { isRecord } from '../playground/presets.ts';

export interface LessonRun {
  lesson: LessonId;
  phase: 'running' | 'stopped' | 'failed';
  /** null before the first */
  update: ExperimentUpdate | null;
  error: { code: ErrorCode; message: string } | null;
}

/** What an experiment found on the user's own model. */
export interface LiveResult {
  modelName: string;
  /** vectors and settings are the ones that were found for this model; else made for the occasion */
  isMeasured: boolean;
  result: ExperimentResult;
}

export interface LearnState {
  /** as set, also before they are shown against the record */
  guesses: Partial<Record<LessonId, Guess>>;
  /** lessons whose numbers are shown */
  revealed: readonly LessonId[];
  /** at most one, as the model does one thing at a time; null before the first */
  run: LessonRun | null;
  results: Partial<Record<LessonId, LiveResult>>;
}

export const INITIAL_LEARN: LearnState = { guesses: {}, revealed: [], run: null, results: {} };

export function withGuess(learn: LearnState, lesson: LessonId, guess: Guess): LearnState {
  return { ...learn, guesses: { ...learn.guesses, [lesson]: guess } };
}

/** @param guess null: shown without one */
export function withRevealed(learn: LearnState, lesson: LessonId, guess: Guess | null): LearnState {
  const { [lesson]: _, ...others } = learn.guesses;
  return {
    ...learn,
    guesses: guess === null ? others : { ...others, [lesson]: guess },
    revealed: learn.revealed.includes(lesson) ? learn.revealed : [...learn.revealed, lesson],
  };
}

/** The prediction is open again; the guess stays where it was. */
export function withoutRevealed(learn: LearnState, lesson: LessonId): LearnState {
  return { ...learn, revealed: learn.revealed.filter((each) => each !== lesson) };
}

export function beginRun(learn: LearnState, lesson: LessonId): LearnState {
  return { ...learn, run: { lesson, phase: 'running', update: null, error: null } };
}

export function withUpdate(learn: LearnState, update: ExperimentUpdate): LearnState {
  return learn.run?.phase === 'running' ? { ...learn, run: { ...learn.run, update } } : learn;
}

export function finishRun(learn: LearnState, lesson: LessonId, result: LiveResult): LearnState {
  return { ...learn, run: null, results: { ...learn.results, [lesson]: result } };
}

/** @param error null: the user stopped it */
export function breakRun(learn: LearnState, error: LessonRun['error']): LearnState {
  if (!learn.run) return learn;
  return { ...learn, run: { ...learn.run, phase: error ? 'failed' : 'stopped', update: null, error } };
}

export type StoredLearn = Pick<LearnState, 'guesses' | 'revealed'>;

export function toStoredLearn({ guesses, revealed }: LearnState): StoredLearn {
  return { guesses, revealed };
}

/** Whether a guess fits its lesson is looked at where the lesson is known. */
export function readStoredLearn(stored: unknown): LearnState {
  if (!isRecord(stored)) return INITIAL_LEARN;
  const guesses = isRecord(stored.guesses) ? stored.guesses : {};
  const revealed = Array.isArray(stored.revealed) ? stored.revealed : [];
  return {
    ...INITIAL_LEARN,
    guesses: Object.fromEntries(
      LESSON_IDS.flatMap((id) => {
        const guess = guesses[id];
        return Number.isFinite(guess) || typeof guess === 'string' ? [[id, guess as Guess]] : [];
      }),
    ),
    revealed: LESSON_IDS.filter((id) => revealed.includes(id)),
  };
}
