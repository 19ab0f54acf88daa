/** What stands side by side: which lanes answer the prompt, and what is marked in their texts. */
import { inEnglish, t } from '../../text/text.ts';
import type { SteeringCard } from './card.ts';
import { isRecord, isText } from './presets.ts';
import { describeSteering, INITIAL_STEERING, type SteeringState } from './steering.ts';
import { readSteering } from './storedSteering.ts';

export type KeptId = `kept-${number}`;
/** The four conditions, and lanes kept with a setting of their own. */
export type LaneId = 'unsteered' | 'steered' | 'words' | 'wordsSteered' | KeptId;

/** A setting of the stack that keeps its lane while the stack goes on. Plain data. */
export interface KeptLane {
  id: KeptId;
  /** in English, as files and links have it */
  title: string;
  cards: readonly SteeringCard[];
}

/** Plain data: kept over reloads, and part of links and session files. */
export interface CompareState {
  hasFourConditions: boolean;
  kept: readonly KeptLane[];
  /** words that a text does not share with the unsteered one are marked */
  marksDifferences: boolean;
  /** every token is underlined by its projection */
  hasRibbon: boolean;
}

export const MAX_LANES = 6;

export const INITIAL_COMPARE: CompareState = {
  hasFourConditions: false,
  kept: [],
  marksDifferences: true,
  hasRibbon: true,
};

/** In the order in which they are shown; never more than `MAX_LANES`. */
export function laneIds({ hasFourConditions, kept }: CompareState): LaneId[] {
  const pair: LaneId[] = ['unsteered', 'steered'];
  const words: LaneId[] = hasFourConditions ? ['words', 'wordsSteered'] : [];
  return [...pair, ...words, ...kept.map(({ id }) => id)].slice(0, MAX_LANES);
}

/** Kept lanes for which there is no room. */
export function hiddenLanes(compare: CompareState): number {
  const all = 2 + (compare.hasFourConditions ? 2 : 0) + compare.kept.length;
  return all - laneIds(compare).length;
}

/** Whether a lane follows the steering stack. */
export const followsStack = (id: LaneId): boolean => id === 'steered' || id === 'wordsSteered';

/** Whether a lane has the instruction in its prompt. */
export const hasWords = (id: LaneId): boolean => id === 'words' || id === 'wordsSteered';

export function laneTitle(id: LaneId, kept: readonly KeptLane[]): string {
  if (!isKeptId(id)) return t(`playground.lane_${id}`);
  const lane = kept.find((each) => each.id === id);
  if (!lane) return t('playground.laneKeptPlain');
  // A title that came otherwise with a session stays what it is.
  const isOurs = lane.title === inEnglish(() => keptTitle(lane));
  return isOurs ? keptTitle(lane) : lane.title;
}

/** The stack as it is, kept as one more lane; null where there is no room. */
export function keptFrom(compare: CompareState, { cards }: SteeringState): KeptLane | null {
  if (laneIds(compare).length >= MAX_LANES) return null;
  const number = 1 + Math.max(0, ...compare.kept.map(({ id }) => Number(id.slice('kept-'.length))));
  const lane = { id: `kept-${number}`, cards } as const;
  return { ...lane, title: inEnglish(() => keptTitle(lane)) };
}

function keptTitle({ id, cards }: Pick<KeptLane, 'id' | 'cards'>): string {
  const setting = describeSteering({ cards }) ?? t('steering.off');
  return t('playground.laneKept', { number: id.slice('kept-'.length), setting });
}

/** From storage or a link; whatever is not valid keeps its default. */
export function readCompare(stored: unknown): CompareState {
  if (!isRecord(stored)) return INITIAL_COMPARE;
  return {
    hasFourConditions: stored.hasFourConditions === true,
    kept: readKept(stored.kept),
    marksDifferences: stored.marksDifferences !== false,
    hasRibbon: stored.hasRibbon !== false,
  };
}

export function readKept(stored: unknown): readonly KeptLane[] {
  if (!Array.isArray(stored)) return [];
  const lanes = stored.filter(isRecord).flatMap(({ id, title, cards }): KeptLane[] => {
    if (!isKeptId(id) || !isText(title) || !Array.isArray(cards) || cards.length === 0) return [];
    return [{ id, title: title.slice(0, 500), cards: readSteering({ cards }, INITIAL_STEERING).cards }];
  });
  const isFirst = (lane: KeptLane, index: number) => lanes.findIndex(({ id }) => id === lane.id) === index;
  return lanes.filter(isFirst).slice(0, MAX_LANES - 2);
}

export function isLaneId(value: unknown): value is LaneId {
  return ['unsteered', 'steered', 'words', 'wordsSteered'].includes(value as string) || isKeptId(value);
}

export function isKeptId(value: unknown): value is KeptId {
  return typeof value === 'string' && /^kept-\d{1,6}$/.test(value);
}
