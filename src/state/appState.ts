/** The shape of the one store: plain data in slices, without a single function or handle. */
import type { Alert } from './alert.ts';
import { type BenchmarkState, INITIAL_BENCHMARK } from './benchmark/benchmark.ts';
import { type ChecksState, INITIAL_CHECKS } from './checks/checks.ts';
import { type EvaluateState, INITIAL_EVALUATE } from './evaluate/evaluate.ts';
import { INITIAL_JOBS, type JobsState } from './jobs/jobs.ts';
import { INITIAL_LANGUAGE, type LanguageState } from './language.ts';
import { INITIAL_LEARN, type LearnState } from './learn/learn.ts';
import { INITIAL_MODEL, type ModelState } from './models/load.ts';
import { INITIAL_MODELS, type ModelsState } from './models/models.ts';
import { INITIAL_OFFLINE, type OfflineState } from './offline/offline.ts';
import { INITIAL_PRESETS, type PresetsState } from './playground/builtPresets.ts';
import { type CompareState, INITIAL_COMPARE } from './playground/compare.ts';
import type { FindingsState } from './playground/findings.ts';
import type { PastRun } from './playground/history.ts';
import { INITIAL_PEEK, type PeekState } from './playground/peek.ts';
import { INITIAL_INSIDE, type InsideState } from './playground/reading.ts';
import { INITIAL_RUNS, type RunsState } from './playground/runs.ts';
import { INITIAL_SETTINGS, type SettingsState } from './playground/settings.ts';
import { INITIAL_STEERING, type SteeringState } from './playground/steering.ts';
import { INITIAL_SWEEP, type SweepState } from './playground/sweep.ts';
import { INITIAL_RECORDED, type RecordedState } from './recorded/recordedRuns.ts';
import { INITIAL_RECOVERY, type RecoveryState } from './recovery/recovery.ts';
import { INITIAL_SHARE, type ShareState } from './share/share.ts';
import type { Undo } from './undo.ts';
import { INITIAL_DRAFT, type VectorDraft } from './vectors/draft.ts';
import { type FitState, INITIAL_FIT } from './vectors/fit.ts';
import { INITIAL_LIBRARY, type LibraryState } from './vectors/library.ts';

export interface AppState {
  /** what stands in the prompt box */
  prompt: string;
  model: ModelState;
  /** what the Models place shows beside the loaded model */
  models: ModelsState;
  presets: PresetsState;
  steering: SteeringState;
  compare: CompareState;
  /** what stands in the field "Your own instruction" */
  ownWords: string;
  checks: ChecksState;
  runs: RunsState;
  sweep: SweepState;
  inside: InsideState;
  /** the token that is looked at */
  peek: PeekState;
  /** newest first */
  history: readonly PastRun[];
  /** what the next vector is built from */
  vectorDraft: VectorDraft;
  fit: FitState;
  /** vectors that the user saved */
  library: LibraryState;
  /** long work: what runs, what waits, and what came of it */
  jobs: JobsState;
  /** what the Evaluate place is set to */
  evaluate: EvaluateState;
  /** how far one is with the lessons */
  learn: LearnState;
  /** what jobs have found out about vectors */
  findings: FindingsState;
  /** what stands in the panes before anything of one's own does */
  recorded: RecordedState;
  /** how fast models run here */
  benchmark: BenchmarkState;
  settings: SettingsState;
  language: LanguageState;
  /** what of the page works without a network, and whether a newer version of it waits */
  offline: OfflineState;
  /** how a model that was lost is brought back */
  recovery: RecoveryState;
  /** what came by link and waits for the user's word */
  share: ShareState;
  alert: Alert | null;
  /** what was removed or overwritten last, while it can be taken back */
  undo: Undo | null;
}

/** Not among the prompts that the preset vectors were made from. */
export const EXAMPLE_PROMPTS: readonly string[] = [
  'What should I pack for a trip to the sea?',
  'Tell me about the city of Rome.',
  'Describe a walk in the forest.',
  'What is a lighthouse for?',
];

export const INITIAL_STATE: AppState = {
  prompt: EXAMPLE_PROMPTS[0] ?? '',
  model: INITIAL_MODEL,
  presets: INITIAL_PRESETS,
  models: INITIAL_MODELS,
  steering: INITIAL_STEERING,
  compare: INITIAL_COMPARE,
  ownWords: '',
  checks: INITIAL_CHECKS,
  runs: INITIAL_RUNS,
  sweep: INITIAL_SWEEP,
  inside: INITIAL_INSIDE,
  peek: INITIAL_PEEK,
  history: [],
  vectorDraft: INITIAL_DRAFT,
  fit: INITIAL_FIT,
  library: INITIAL_LIBRARY,
  jobs: INITIAL_JOBS,
  evaluate: INITIAL_EVALUATE,
  learn: INITIAL_LEARN,
  findings: [],
  recorded: INITIAL_RECORDED,
  benchmark: INITIAL_BENCHMARK,
  settings: INITIAL_SETTINGS,
  language: INITIAL_LANGUAGE,
  offline: INITIAL_OFFLINE,
  recovery: INITIAL_RECOVERY,
  share: INITIAL_SHARE,
  alert: null,
  undo: null,
};
