/** From the state to a session, and back. */
import { packVector } from '../../core/share/packedVector.ts';
import {
  SESSION_VERSION,
  type Session,
  type SharedAnswer,
  type SharedVector,
} from '../../core/share/session.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import { inEnglish, t } from '../../text/text.ts';
import type { AppState } from '../appState.ts';
import { FIRST_CARD, NUM_COLOURS, type SteeringCard } from '../playground/card.ts';
import { type LaneId, laneIds, laneTitle } from '../playground/compare.ts';
import { EMPTY_LANE, type LaneRun, shownText, shownTokenCount } from '../playground/lane.ts';
import { INITIAL_RUNS } from '../playground/runs.ts';
import { isEmbedded } from '../playground/settings.ts';
import { clampLayers, MAX_CARDS, type SteeringState } from '../playground/steering.ts';
import {
  laneNumbers,
  selectChecks,
  selectTitle,
  selectWords,
  steerableOf,
  verdictText,
} from '../selectors.ts';

/** How the vector of a card that is not shipped goes along: packed for a link, as a file for a session file. */
export type SourceOf = (card: SteeringCard) => SharedVector['source'] | null;

/** Cards whose vector is not there any more are left out. */
export function sessionOf(state: AppState, sourceOf: SourceOf): Session {
  const { prompt, settings, model, checks, compare } = state;
  const { info } = model;
  const shared = (cards: readonly SteeringCard[]) =>
    cards.flatMap((card) => sharedVector(state, card, sourceOf) ?? []);
  return {
    version: SESSION_VERSION,
    prompt,
    systemPrompt: settings.systemPrompt,
    decoding: settings.sampling,
    model: info && { id: info.id, revision: info.revision, dtype: info.dtype },
    vectors: shared(state.steering.cards),
    checks: {
      followsInstruction: checks.followsInstruction,
      // Both sides have been through `validateKwargs`.
      own: checks.own.map((each) => ({ ...each })) as Session['checks']['own'],
    },
    lanes: {
      hasFourConditions: compare.hasFourConditions,
      kept: compare.kept.map(({ title, cards }) => ({ title, vectors: shared(cards) })),
    },
    answers: isAnswered(state) ? sharedAnswers(state) : [],
  };
}

/** All cards that a session speaks of: those of the stack, and of lanes that were kept. */
export function sharedCards({ steering, compare }: AppState): SteeringCard[] {
  return [...steering.cards, ...compare.kept.flatMap(({ cards }) => cards)];
}

/** Whether its vector is one of the shipped files, which everybody has. */
export function isShipped(state: AppState, card: SteeringCard): boolean {
  const steerable = steerableOf(state, card);
  return steerable?.source === 'preset' && isEmbedded(steerable.modelId);
}

/** The one layer that a card uses, at eight bits. */
export function packedSource(vector: SteeringVector, { layer }: SteeringCard): SharedVector['source'] {
  return { kind: 'packed', ...packVector(vector, [layer]) };
}

function sharedVector(state: AppState, card: SteeringCard, sourceOf: SourceOf): SharedVector | null {
  const steerable = steerableOf(state, card);
  if (!steerable) return null;
  const { layer, strength, operator, scope, isOn } = card;
  const source: SharedVector['source'] | null = isShipped(state, card)
    ? { kind: 'preset', id: steerable.id }
    : sourceOf(card);
  return source && { source, title: steerable.title, layer, strength, operator, scope, isOn };
}

/** Whether the texts are answers to what stands on the page now; others would be taken for something they are not. */
function isAnswered({ prompt, settings, steering, runs }: AppState): boolean {
  const { question } = runs;
  const key = (...values: unknown[]) => JSON.stringify(values);
  return (
    question !== null &&
    question.prompt.trim() === prompt.trim() &&
    question.systemPrompt.trim() === settings.systemPrompt.trim() &&
    key(question.steering.cards) === key(steering.cards)
  );
}

function sharedAnswers({ runs, compare }: AppState): SharedAnswer[] {
  return laneIds(compare).flatMap((id) => {
    const lane = runs.lanes[id];
    const answer =
      lane &&
      sharedAnswer(
        inEnglish(() => laneTitle(id, compare.kept)),
        lane,
      );
    // Kept lanes are counted anew, as they will be where the session is opened.
    const kept = compare.kept.findIndex((each) => each.id === id);
    return answer ? [{ lane: kept < 0 ? id : `kept-${kept + 1}`, ...answer }] : [];
  });
}

function sharedAnswer(title: string, lane: LaneRun): Omit<SharedAnswer, 'lane'> | null {
  const { text } = shownText(lane);
  if (text === '') return null;
  return {
    title,
    text,
    verdict: verdictText(lane) ?? '',
    reason: lane.verdict?.reason ?? '',
    numbers: laneNumbers(lane),
    tokenCount: shownTokenCount(lane),
  };
}

/**
 * The state with the session in force and nothing running or loaded for it; the act can be taken back.
 * @param idOf the id of a session's vector here; null for one that is not there
 */
export function withSession(
  state: AppState,
  session: Session,
  idOf: (vector: SharedVector) => string | null,
): AppState {
  const { prompt, steering, checks, settings, model, runs, compare } = state;
  const opened: AppState = {
    ...state,
    prompt: session.prompt,
    steering: stackOf(session.vectors, idOf, model.info?.numLayers),
    compare: {
      ...compare,
      hasFourConditions: session.lanes.hasFourConditions,
      kept: session.lanes.kept.map(({ title, vectors }, index) => ({
        id: `kept-${index + 1}` as const,
        title,
        cards: stackOf(vectors, idOf, model.info?.numLayers).cards,
      })),
    },
    checks: session.checks,
    settings: { ...settings, sampling: session.decoding, systemPrompt: session.systemPrompt },
    model: { ...model, choice: choiceFor(session, model) },
    undo: {
      kind: 'slices',
      words: t('share.openedUndo'),
      restore: { prompt, steering, compare, checks, settings, runs },
    },
  };
  return { ...opened, runs: session.answers.length > 0 ? runsOf(opened, session) : runs };
}

function stackOf(
  vectors: readonly SharedVector[],
  idOf: (vector: SharedVector) => string | null,
  numLayers: number | undefined,
): SteeringState {
  const cards = vectors.slice(0, MAX_CARDS).map((vector, index): SteeringCard => {
    const { layer, strength, operator, scope, isOn } = vector;
    const id = `card-${index + 1}`;
    return {
      id,
      chosenId: idOf(vector),
      layer,
      strength,
      operator,
      scope,
      colour: index % NUM_COLOURS,
      isOn,
    };
  });
  const [first = { ...FIRST_CARD, isOn: false }] = cards;
  const stack = { cards: cards.length > 0 ? cards : [first], selectedId: first.id };
  return numLayers === undefined ? stack : clampLayers(stack, numLayers);
}

/** The Models place then offers the session's model; it is loaded when the user says so. */
function choiceFor(
  { model: wanted }: Session,
  { choice, info }: AppState['model'],
): AppState['model']['choice'] {
  if (!wanted || wanted.id === info?.id) return choice;
  if (isEmbedded(wanted.id)) return { ...choice, kind: 'embedded' };
  return { ...choice, kind: 'address', address: wanted.id, dtype: wanted.dtype ?? '' };
}

/** Texts of a session file stand where they stood; the checkers judge them anew. */
function runsOf(opened: AppState, { answers }: Session): AppState['runs'] {
  const { prompt, settings, steering, compare } = opened;
  const shown = laneIds(compare);
  const lanes = answers.flatMap(({ lane, text, tokenCount }): [LaneId, LaneRun][] => {
    const id = shown.find((each) => each === lane);
    return id ? [[id, { ...EMPTY_LANE, status: 'stopped', text, tokenCount }]] : [];
  });
  return {
    question: {
      prompt,
      systemPrompt: settings.systemPrompt,
      sampling: settings.sampling,
      checks: selectChecks(opened),
      steering,
      title: inEnglish(() => selectTitle(opened)),
      words: selectWords(opened),
      kept: compare.kept,
      modelId: null,
    },
    running: [],
    lanes: { ...INITIAL_RUNS.lanes, ...Object.fromEntries(lanes) },
  };
}

/** Whether opening one would change nothing of the other: names, model and texts aside. */
export function isSameSession(a: Session, b: Session): boolean {
  const untitled = (vectors: readonly SharedVector[]) => vectors.map(({ title, ...vector }) => vector);
  const key = ({ vectors, model, answers, lanes, ...rest }: Session) =>
    JSON.stringify([
      rest,
      untitled(vectors),
      lanes.hasFourConditions,
      lanes.kept.map((lane) => untitled(lane.vectors)),
    ]);
  return key(a) === key(b);
}
