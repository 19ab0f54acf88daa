/** Actions on runs of before. */
import { t } from '../../text/text.ts';
import type { AppState } from '../appState.ts';
import { runsOf, withoutRun, withRun } from '../playground/history.ts';
import type { Choice } from './choice.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { Measure } from './measure.ts';

export interface HistoryActions {
  /** Puts what was asked and what came of it back on the page, without generating. Can be undone. */
  restoreRun(id: number): void;
  /** Can be undone. */
  deleteRun(id: number): void;
  /** Can be undone. */
  clearHistory(): void;
}

export function createHistoryActions(
  { store }: Pick<ActionContext, 'store'>,
  stop: () => void,
  look: () => void,
  { show }: Pick<Choice, 'show'>,
  { begin }: Pick<Measure, 'begin'>,
): HistoryActions & { remember(): void } {
  function forget(words: string, history: AppState['history']): void {
    const before = store.getState().history;
    store.setState({ history, undo: { kind: 'slices', words, restore: { history: before } } });
  }

  return {
    remember: () => {
      const { runs } = store.getState();
      updateSlice(store, 'history', (history) => withRun(history, runs, Date.now()));
    },
    restoreRun(id) {
      const { prompt, settings, steering, compare, runs, history } = store.getState();
      const past = history.find((run) => run.id === id);
      if (!past) return;
      stop();
      const { question } = past;
      const restored = runsOf(past);
      const kept = question.kept.filter((lane) => lane.id in restored.lanes);
      const next = { ...compare, hasFourConditions: 'words' in restored.lanes, kept };
      store.setState({
        prompt: question.prompt,
        settings: { ...settings, sampling: question.sampling, systemPrompt: question.systemPrompt },
        steering: question.steering,
        compare: next,
        runs: restored,
        alert: null,
        undo: {
          kind: 'slices',
          words: t('playground.historyRestored'),
          restore: { prompt, settings, steering, compare, runs },
        },
      });
      look();
      void show();
      begin();
    },
    deleteRun(id) {
      const { history } = store.getState();
      const next = withoutRun(history, id);
      if (next.length < history.length) forget(t('playground.historyDeleted'), next);
    },
    clearHistory() {
      if (store.getState().history.length > 0) forget(t('playground.historyCleared'), []);
    },
  };
}
