/** From the state to a session, and back. */
import { packVector } from '../../core/share/packedVector.ts';
import {
  SESSION_VERSION,
  type Session,
  type SharedAnswer,
  type SharedVector,
} from '../../core/share/session.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import type { AppState } from '../appState.ts';
import { FIRST_CARD, NUM_COLOURS, type SteeringCard } from '../playground/card.ts';
import { type LaneId, laneIds, laneTitle } from '../playground/compare.ts';
import { EMPTY_LANE, type LaneRun, shownText, shownTokenCount } from '../playground/lane.ts';
import { isEmbedded } from '../playground/settings.ts';
import { clampLayers, MAX_CARDS } from '../playground/steering.ts';
import {
  laneCost,
  laneNumbers,
  selectChecks,
  selectLaneTitle,
  selectTitle,
  selectWords,
  steerableOf,
  verdictText,
} from '../selectors.ts';

/** How the vector of a card that is no preset goes along: packed for a link, as a file for a session file. */
export type SourceOf = (card: SteeringCard) => SharedVector['source'] | null;

/** Cards whose vector is not there any more are left out. */
export function sessionOf(state: AppState, sourceOf: SourceOf): Session {
  const { prompt, settings, model, checks, compare } = state;
  const { info } = model;
  return {
    version: SESSION_VERSION,
    prompt,
    systemPrompt: settings.systemPrompt,
    decoding: settings.sampling,
    model: info && { id: info.id, revision: info.revision, dtype: info.dtype },
    vectors: state.steering.cards.flatMap((card) => sharedVector(state, card, sourceOf) ?? []),
    checks: {
      followsInstruction: checks.followsInstruction,
      // Both sides have been through `validateKwargs`.
      own: checks.own.map((each) => ({ ...each })) as Session['checks']['own'],
    },
    lanes: compare.hasFourConditions ? 'four' : 'pair',
    answers: laneIds(compare).flatMap((id) => sharedAnswer(state, id) ?? []),
  };
}

/** The one layer that a card uses, at eight bits. */
export function packedSource(vector: SteeringVector, { layer }: SteeringCard): SharedVector['source'] {
  return { kind: 'packed', ...mutable(packVector(vector, [layer])) };
}

function sharedVector(state: AppState, card: SteeringCard, sourceOf: SourceOf): SharedVector | null {
  const steerable = steerableOf(state, card);
  if (!steerable) return null;
  const { layer, strength, operator, scope, isOn } = card;
  const source: SharedVector['source'] | null =
    steerable.source === 'preset' ? { kind: 'preset', id: steerable.id } : sourceOf(card);
  return source && { source, title: steerable.title, layer, strength, operator, scope, isOn };
}

function sharedAnswer(state: AppState, id: LaneId): SharedAnswer | null {
  const lane = state.runs.lanes[id] ?? EMPTY_LANE;
  const { text } = shownText(lane);
  if (text === '') return null;
  return {
    title: selectLaneTitle(state, id),
    text,
    verdict: verdictText(lane) ?? '',
    reason: lane.verdict?.reason ?? '',
    numbers: [laneNumbers(lane), laneCost(state, id)].filter(Boolean).join(' · '),
    tokenCount: shownTokenCount(lane),
  };
}

/**
 * The state with the session in force and nothing running or loaded for it; the act can be taken back.
 * @param ids of the session's vectors here, in order; null for one that is not there
 */
export function withSession(state: AppState, session: Session, ids: readonly (string | null)[]): AppState {
  const { prompt, steering, compare, checks, settings, model, runs } = state;
  const cards = session.vectors
    .slice(0, MAX_CARDS)
    .map((vector, index) => cardOf(vector, index, ids[index] ?? null));
  const [first = FIRST_CARD] = cards;
  const stack = { cards: cards.length > 0 ? cards : [{ ...FIRST_CARD, isOn: false }], selectedId: first.id };
  const opened: AppState = {
    ...state,
    prompt: session.prompt,
    steering: model.info ? clampLayers(stack, model.info.numLayers) : stack,
    checks: session.checks,
    settings: { ...settings, sampling: session.decoding, systemPrompt: session.systemPrompt },
    // Kept lanes are the receiver's own; they make room where the session has four.
    compare: { ...compare, hasFourConditions: session.lanes === 'four' },
    model: { ...model, choice: choiceFor(session, model) },
    undo: {
      kind: 'slices',
      words: 'Opened a shared session',
      restore: { prompt, steering, compare, checks, settings, runs },
    },
  };
  return session.answers.length > 0 ? { ...opened, runs: runsOf(opened, session) } : opened;
}

function cardOf(
  { layer, strength, operator, scope, isOn }: SharedVector,
  index: number,
  chosenId: string | null,
): SteeringCard {
  const id = `card-${index + 1}`;
  return { id, chosenId, layer, strength, operator, scope, colour: index % NUM_COLOURS, isOn };
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
  const { prompt, settings, steering } = opened;
  const lane = (id: LaneId): LaneRun => {
    const answer = answers.find(({ title }) => title === laneTitle(id, []));
    if (!answer) return EMPTY_LANE;
    return { ...EMPTY_LANE, status: 'stopped', text: answer.text, tokenCount: answer.tokenCount };
  };
  return {
    question: {
      prompt,
      systemPrompt: settings.systemPrompt,
      sampling: settings.sampling,
      checks: selectChecks(opened),
      steering,
      title: selectTitle(opened),
      words: selectWords(opened),
      pinned: [],
    },
    running: [],
    lanes: {
      unsteered: lane('unsteered'),
      steered: lane('steered'),
      ...(opened.compare.hasFourConditions
        ? { words: lane('words'), wordsSteered: lane('wordsSteered') }
        : {}),
    },
  };
}

const mutable = (packed: ReturnType<typeof packVector>) => ({
  ...packed,
  layers: [...packed.layers],
  projectionPositive: [...packed.projectionPositive],
  projectionNegative: [...packed.projectionNegative],
});

/** Whether opening one would change nothing of the other: names, model and texts aside. */
export function isSameSession(a: Session, b: Session): boolean {
  const key = ({ vectors, model, answers, ...rest }: Session) =>
    JSON.stringify([rest, vectors.map(({ title, ...vector }) => vector)]);
  return key(a) === key(b);
}
