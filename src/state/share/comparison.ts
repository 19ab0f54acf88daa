/** What stands in the panes, in finished words, for texts, report and picture. */
import type { Comparison } from '../../core/share/comparison.ts';
import type { AppState } from '../appState.ts';
import { checkWords } from '../checks/checks.ts';
import { laneIds, laneTitle } from '../playground/compare.ts';
import { shownText } from '../playground/lane.ts';
import {
  backendText,
  effectiveSampling,
  laneCost,
  laneNumbers,
  modelName,
  repeats,
  selectChecks,
  selectSteerable,
  verdictText,
} from '../selectors.ts';
import { decodingWords, settingWords } from './words.ts';

/**
 * Of the question that the texts are an answer to, which may not be what stands in the prompt box by now.
 * @param now ISO date
 * @returns null where there is no text yet
 */
export function comparisonOf(state: AppState, now: string): Comparison | null {
  const { lanes, question } = state.runs;
  const { info } = state.model;
  const answers = laneIds(state.compare).flatMap((id): Comparison['answers'] => {
    const lane = lanes[id];
    const text = lane ? shownText(lane).text : '';
    if (!lane || text === '') return [];
    const numbers = [laneNumbers(lane), laneCost(state, id), repeats(lane) ? 'repeats' : null];
    return [
      {
        title: laneTitle(id, question?.pinned ?? state.compare.pinned),
        kind: id === 'unsteered' || id === 'words' ? 'plain' : 'steer',
        text,
        verdict: verdictText(lane) ?? '',
        reason: lane.verdict?.reason ?? '',
        numbers: numbers.filter(Boolean).join(' · '),
      },
    ];
  });
  if (answers.length === 0) return null;
  const steering = (question ?? state).steering.cards.filter(({ isOn }) => isOn);
  return {
    prompt: question?.prompt ?? state.prompt,
    systemPrompt: question?.systemPrompt ?? state.settings.systemPrompt,
    model: [modelName(state), ...(info ? [info.dtype, backendText(info)] : [])].join(', '),
    steering: steering.flatMap((card) => {
      const title = card.chosenId === null ? null : selectSteerable(state, card.chosenId)?.title;
      return title ? [`${title}: ${settingWords(card)}`] : [];
    }),
    decoding: decodingWords(effectiveSampling(question?.sampling ?? state.settings.sampling, info)),
    checks: (question?.checks ?? selectChecks(state)).map(checkWords),
    answers,
    date: now,
  };
}
