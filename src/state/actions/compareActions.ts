/** Actions on what stands side by side: the four conditions, lanes that are kept, and what is marked in the texts. */
import { t } from '../../text/text.ts';
import { type KeptId, keptFrom, type LaneId, laneTitle } from '../playground/compare.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { RunActions } from './runActions.ts';

export interface CompareActions {
  setFourConditions(isOn: boolean): void;
  setDifferences(isOn: boolean): void;
  setRibbon(isOn: boolean): void;
  /** Keeps the steered lane with its setting and text, while the stack goes on. Nothing without room for one more. */
  keepLane(): void;
  /** Can be undone. */
  removeLane(id: KeptId): void;
  /** Makes a kept lane's setting the stack. Can be undone. */
  adoptLane(id: KeptId): void;
}

export function createCompareActions(
  { store }: Pick<ActionContext, 'store'>,
  { lanesChanged, steeringChanged }: Pick<RunActions, 'lanesChanged' | 'steeringChanged'>,
  measureAgain: () => void,
): CompareActions {
  /** Lanes that are not shown any more give up their texts. */
  function dropLanes(ids: readonly LaneId[]): void {
    updateSlice(store, 'runs', (runs) => {
      const lanes = Object.entries(runs.lanes).filter(([id]) => !(ids as readonly string[]).includes(id));
      return { ...runs, lanes: Object.fromEntries(lanes) as typeof runs.lanes };
    });
  }

  return {
    setFourConditions(hasFourConditions) {
      updateSlice(store, 'compare', (compare) => ({ ...compare, hasFourConditions }));
      if (!hasFourConditions && store.getState().runs.running.length === 0)
        dropLanes(['words', 'wordsSteered']);
      lanesChanged();
    },
    setDifferences: (marksDifferences) =>
      updateSlice(store, 'compare', (compare) => ({ ...compare, marksDifferences })),
    setRibbon(hasRibbon) {
      updateSlice(store, 'compare', (compare) => ({ ...compare, hasRibbon }));
      measureAgain();
    },
    keepLane() {
      const { compare, steering, runs } = store.getState();
      const kept = keptFrom(compare, steering);
      if (!kept) return;
      store.setState({
        compare: { ...compare, kept: [...compare.kept, kept] },
        runs: {
          ...runs,
          question: runs.question && { ...runs.question, kept: [...runs.question.kept, kept] },
          lanes: { ...runs.lanes, [kept.id]: runs.lanes.steered },
        },
      });
      lanesChanged();
    },
    removeLane(id) {
      const { compare, runs } = store.getState();
      const lane = compare.kept.find((each) => each.id === id);
      if (!lane) return;
      store.setState({
        compare: { ...compare, kept: compare.kept.filter((each) => each !== lane) },
        undo: {
          kind: 'lane',
          words: t('playground.removedLane', { title: laneTitle(id, compare.kept) }),
          lane,
          run: runs.lanes[id] ?? null,
        },
      });
      if (runs.running.length === 0) dropLanes([id]);
    },
    adoptLane(id) {
      const { compare, steering } = store.getState();
      const lane = compare.kept.find((each) => each.id === id);
      const [first] = lane?.cards ?? [];
      if (!lane || !first) return;
      const selectedId = (lane.cards.find((card) => card.id === steering.selectedId) ?? first).id;
      store.setState({
        steering: { cards: lane.cards, selectedId },
        undo: {
          kind: 'slices',
          words: t('playground.adoptedLane', { title: laneTitle(id, compare.kept) }),
          restore: { steering },
        },
      });
      steeringChanged();
    },
  };
}
