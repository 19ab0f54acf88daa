/** Actions of the checks card. Texts that are there already are judged anew at once. */
import {
  type ChecksState,
  INITIAL_CHECKS,
  withCheckAdded,
  withCheckChanged,
  withCheckRemoved,
} from '../checks/checks.ts';
import type { PresetCheck } from '../playground/presets.ts';
import { withChecks } from '../playground/runs.ts';
import type { Steerable } from '../playground/steerable.ts';
import { selectChecks, selectInForce } from '../selectors.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { Judge } from './judge.ts';

export interface CheckActions {
  addCheck(check: PresetCheck): void;
  /** @param index among the checks in force */
  changeCheck(index: number, check: PresetCheck): void;
  removeCheck(index: number): void;
  /** Back to the checks of the steering instructions alone. */
  resetChecks(): void;
}

export function createCheckActions({ store }: ActionContext, judge: Pick<Judge, 'look'>): CheckActions {
  function change(next: (checks: ChecksState, chosen: readonly Steerable[]) => ChecksState): void {
    const chosen = selectInForce(store.getState());
    updateSlice(store, 'checks', (checks) => next(checks, chosen));
    const inForce = selectChecks(store.getState());
    updateSlice(store, 'runs', (runs) => withChecks(runs, inForce));
    judge.look();
  }

  return {
    addCheck: (check) => change((checks, chosen) => withCheckAdded(checks, chosen, check)),
    changeCheck: (index, check) => change((checks, chosen) => withCheckChanged(checks, chosen, index, check)),
    removeCheck: (index) => change((checks, chosen) => withCheckRemoved(checks, chosen, index)),
    resetChecks: () => change(() => INITIAL_CHECKS),
  };
}
