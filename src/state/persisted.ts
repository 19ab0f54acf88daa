/**
 * What survives a reload: prompt, steering, checks, settings, the model choice, the last texts, the draft of a vector and
 * what the Evaluate place is set to. Written as plain JSON; read with suspicion, since an older version or another page of the same host may have
 * written it.
 */

import type { BenchmarkReport } from '../benchmark/report.ts';
import { isLanguage } from '../text/text.ts';
import type { AppState } from './appState.ts';
import { readStoredReports } from './benchmark/benchmark.ts';
import { type ChecksState, readChecks } from './checks/checks.ts';
import { readStoredEvaluate, type StoredEvaluate, toStoredEvaluate } from './evaluate/stored.ts';
import { readStoredLearn, type StoredLearn, toStoredLearn } from './learn/learn.ts';
import { type LastModel, type ModelChoice, readChoice, readLastModel } from './models/choice.ts';
import { type CompareState, readCompare } from './playground/compare.ts';
import type { FindingsState } from './playground/findings.ts';
import { type PastRun, readHistory } from './playground/history.ts';
import { isRecord } from './playground/presets.ts';
import { readSampling, type SettingsState, THEMES } from './playground/settings.ts';
import type { SteeringState } from './playground/steering.ts';
import { readFindings } from './playground/storedFindings.ts';
import {
  isShortText,
  readRuns,
  type StoredRuns,
  toStoredRuns,
  withShownLanes,
} from './playground/storedRuns.ts';
import { readSteering } from './playground/storedSteering.ts';
import { readStoredDraft, type StoredDraft, toStoredDraft } from './vectors/draft.ts';

export interface Persisted {
  prompt: string;
  steering: SteeringState;
  ownWords: string;
  checks: ChecksState;
  settings: SettingsState;
  choice: ModelChoice;
  lastModel: LastModel | null;
  vectorDraft: StoredDraft;
  evaluate: StoredEvaluate;
  learn: StoredLearn;
  benchmarks: readonly BenchmarkReport[];
  question: StoredRuns['question'];
  texts: StoredRuns['texts'];
  compare: CompareState;
  history: readonly PastRun[];
  findings: FindingsState;
}

export function toPersisted(state: AppState): Persisted {
  return {
    prompt: state.prompt,
    steering: state.steering,
    ownWords: state.ownWords,
    checks: state.checks,
    settings: state.settings,
    choice: state.model.choice,
    lastModel: state.model.last,
    vectorDraft: toStoredDraft(state.vectorDraft),
    evaluate: toStoredEvaluate(state.evaluate),
    learn: toStoredLearn(state.learn),
    benchmarks: state.benchmark.reports,
    ...toStoredRuns(state.runs),
    compare: state.compare,
    history: state.history,
    findings: state.findings,
  };
}

/** The state with every value from storage that is valid; whatever is not keeps its default. */
export function fromPersisted(stored: unknown, initial: AppState): AppState {
  if (!isRecord(stored)) return initial;
  const { model } = initial;
  const steering = readSteering(stored.steering, initial.steering);
  const settings = readSettings(stored.settings, initial.settings);
  const compare = readCompare(stored.compare);
  return {
    ...initial,
    prompt: isShortText(stored.prompt) ? stored.prompt : initial.prompt,
    steering,
    ownWords: isShortText(stored.ownWords) ? stored.ownWords : '',
    checks: readChecks(stored.checks),
    settings,
    model: {
      ...model,
      choice: readChoice(stored.choice, model.choice),
      last: readLastModel(stored.lastModel),
    },
    vectorDraft: readStoredDraft(stored.vectorDraft),
    evaluate: readStoredEvaluate(stored.evaluate),
    learn: readStoredLearn(stored.learn),
    benchmark: { ...initial.benchmark, reports: readStoredReports(stored.benchmarks) },
    runs: withShownLanes(readRuns(stored, settings.sampling, steering), compare),
    compare,
    history: readHistory(stored.history),
    findings: readFindings(stored.findings),
  };
}

function readSettings(stored: unknown, initial: SettingsState): SettingsState {
  if (!isRecord(stored)) return initial;
  return {
    sampling: readSampling(stored.sampling, initial.sampling),
    systemPrompt: isShortText(stored.systemPrompt) ? stored.systemPrompt : '',
    theme: oneOf(stored.theme, THEMES, initial.theme),
    language: isLanguage(stored.language) ? stored.language : null,
    loadsOnOpen: stored.loadsOnOpen === true,
    isPresenting: stored.isPresenting === true,
    hasSingleKeys: stored.hasSingleKeys !== false,
    hasMovedStrength: stored.hasMovedStrength === true,
  };
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], fallback: T): T {
  return allowed.find((each) => each === value) ?? fallback;
}
