/** Actions of the checks card. Texts that are there already are judged anew at once. */
import {
  type ChecksState,
  INITIAL_CHECKS,
  withCheckAdded,
  withCheckChanged,
  withCheckRemoved,
} from '../checks.ts';
import type { Preset, PresetCheck } from '../presets.ts';
import { withChecks } from '../runs.ts';
import { selectChecks, selectPreset } from '../selectors.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { Judge } from './judge.ts';

export interface CheckActions {
  addCheck(check: PresetCheck): void;
  /** @param index among the checks in force */
  changeCheck(index: number, check: PresetCheck): void;
  removeCheck(index: number): void;
  /** Back to the check of the chosen preset alone. */
  resetChecks(): void;
}

export function createCheckActions({ store }: ActionContext, judge: Pick<Judge, 'look'>): CheckActions {
  function change(next: (checks: ChecksState, preset: Preset | null) => ChecksState): void {
    const preset = selectPreset(store.getState());
    updateSlice(store, 'checks', (checks) => next(checks, preset));
    const inForce = selectChecks(store.getState());
    updateSlice(store, 'runs', (runs) => withChecks(runs, inForce));
    judge.look();
  }

  return {
    addCheck: (check) => change((checks, preset) => withCheckAdded(checks, preset, check)),
    changeCheck: (index, check) => change((checks, preset) => withCheckChanged(checks, preset, index, check)),
    removeCheck: (index) => change((checks, preset) => withCheckRemoved(checks, preset, index)),
    resetChecks: () => change(() => INITIAL_CHECKS),
  };
}
