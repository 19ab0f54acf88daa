/** What a live experiment of a lesson is given and what comes of it: plain data, the same in the page and in a script. */
import type { Tiller } from '../../api/index.ts';
import { TillerError } from '../../core/errors.ts';
import type { SteeringSetting } from '../../core/steering/setting.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import type { ModelInfo } from '../../protocol/model.ts';

/** A vector that fits the loaded model, with the setting to use it at. */
export interface LessonVector {
  vector: SteeringVector;
  setting: SteeringSetting;
  /** the setting was found by a search on this very model; else it is a guess by depth */
  isMeasured: boolean;
}

export interface ExperimentContext {
  tiller: Pick<Tiller, 'capture' | 'generate' | 'check' | 'score'>;
  info: ModelInfo;
  /** of a shipped instruction, by its id */
  vectorOf(instructionId: string): Promise<LessonVector>;
}

/** `plain`: as the model is; `steer`: by the vector; `control`: by one that should do nothing of the kind. */
export type AnswerRole = 'plain' | 'steer' | 'control';

/** What an answer is one of; the words are the page's. */
export type AnswerLabel =
  | { kind: 'layer' | 'strength'; value: number }
  | {
      kind:
        | 'plain'
        | 'vector'
        | 'flipped'
        | 'random'
        | 'asked'
        | 'steered'
        | 'askedAndSteered'
        | 'withFrench'
        | 'seaPlain'
        | 'seaAway';
    };

export interface LessonAnswer {
  label: AnswerLabel;
  role: AnswerRole;
  text: string;
  tokens: number;
  /** the check's loose verdict; null while the text is not complete */
  passes: boolean | null;
  /** the check's reason */
  detail: string;
  isDegenerate: boolean;
  /** of the text under the unsteered model; null where it was not measured */
  perplexity: number | null;
}

export interface AnswersResult {
  kind: 'answers';
  prompt: string;
  /** id of the instruction whose check judges the answers */
  instruction: string;
  answers: LessonAnswer[];
}

/** Roles decide how a line looks; they are those of the charts elsewhere. */
export interface CurveLine {
  /** what the lines differ in: the pushed layer, the number of pairs */
  value: number;
  role: 'vector' | 'plain' | 'random' | 'flipped' | 'shuffled';
  /** one a layer, from layer 0 up */
  values: number[];
}

export interface CurvesResult {
  kind: 'curves';
  /** which curves they are */
  about: 'stream' | 'direction';
  lines: CurveLine[];
}

export type ExperimentResult = AnswersResult | CurvesResult;

/** What is being done. */
export type ExperimentStep =
  | { kind: 'reading' | 'readingPairs' | 'writing' | 'readingBack' }
  | { kind: 'pushing'; layer: number }
  /** a vector is made for a shipped instruction, named by its id */
  | { kind: 'fitting'; instruction: string };

export interface ExperimentUpdate {
  step: ExperimentStep;
  done: number;
  /** 0: not known */
  total: number;
  /** answers as far as they are written */
  answers?: readonly LessonAnswer[];
}

export interface ExperimentOptions {
  signal?: AbortSignal | undefined;
  onUpdate?: ((update: ExperimentUpdate) => void) | undefined;
}

/**
 * @returns the same for the same model
 * @throws TillerError `aborted`, and as the model does
 */
export type Experiment = (
  context: ExperimentContext,
  options?: ExperimentOptions,
) => Promise<ExperimentResult>;

export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TillerError('aborted', 'The experiment was stopped.');
}

/** Progress of a call that reads prompts. */
export function readingProgress(
  step: ExperimentStep,
  { signal, onUpdate }: ExperimentOptions,
): { onProgress: (progress: { loaded: number; total: number }) => void; signal?: AbortSignal } {
  onUpdate?.({ step, done: 0, total: 0 });
  return {
    onProgress: ({ loaded, total }) => onUpdate?.({ step, done: loaded, total }),
    ...(signal ? { signal } : {}),
  };
}
