/** What stands in the panes, in finished words, for texts, report and picture. */
import type { ComparedAnswer, Comparison } from '../../core/share/comparison.ts';
import { inEnglish, t } from '../../text/text.ts';
import type { AppState } from '../appState.ts';
import { checkWords } from '../checks/checks.ts';
import { laneIds, laneTitle } from '../playground/compare.ts';
import { isLive, shownText } from '../playground/lane.ts';
import { laneEntries } from '../playground/runs.ts';
import { selectRecording, selectShownLanes, selectShownSteering } from '../recorded/shown.ts';
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

/** Whether a text in the panes is still being written, or replayed. */
export const isWriting = (state: AppState): boolean =>
  laneEntries(selectShownLanes(state)).some(([, lane]) => isLive(lane));

/**
 * Of the question that the texts are an answer to, which may not be what stands in the prompt box by now; of a recorded
 * pair while that is what the panes show. In English, since it becomes files.
 * @param now ISO date
 * @returns null where there is no text yet
 */
export function comparisonOf(state: AppState, now: string): Comparison | null {
  return inEnglish(() => comparison(state, now));
}

function comparison(state: AppState, now: string): Comparison | null {
  const answers = comparedAnswers(state);
  if (answers.length === 0) return null;
  const { question } = state.runs;
  const recording = selectRecording(state);
  const { info } = state.model;
  const cards = selectShownSteering(state).cards.filter(({ isOn }) => isOn);
  const shared = {
    steering: cards.flatMap((card) => {
      const title = card.chosenId === null ? null : selectSteerable(state, card.chosenId)?.title;
      return title ? [`${title}: ${settingWords(card)}`] : [];
    }),
    answers,
    date: now,
  };
  if (recording) {
    const { prompt, check } = recording.run;
    const model = t('share.modelRecorded', {
      model: state.model.manifest?.name ?? t('playground.embeddedModel'),
    });
    return {
      ...shared,
      prompt,
      systemPrompt: '',
      model,
      decoding: '',
      checks: check ? [checkWords(check)] : [],
    };
  }
  return {
    ...shared,
    prompt: question?.prompt ?? state.prompt,
    systemPrompt: question?.systemPrompt ?? state.settings.systemPrompt,
    model: [modelName(state), ...(info ? [info.dtype, backendText(info)] : [])].join(', '),
    decoding: decodingWords(effectiveSampling(question?.sampling ?? state.settings.sampling, info)),
    checks: (question?.checks ?? selectChecks(state)).map(checkWords),
  };
}

function comparedAnswers(state: AppState): ComparedAnswer[] {
  const lanes = selectShownLanes(state);
  const kept = state.runs.question?.kept ?? state.compare.kept;
  const isRecorded = selectRecording(state) !== null;
  return laneIds(state.compare).flatMap((id) => {
    const lane = lanes[id];
    const text = lane ? shownText(lane).text : '';
    if (!lane || text === '') return [];
    const cost = laneCost(state, id) ?? (id === 'unsteered' ? null : t('cost.notMeasured'));
    const numbers = [laneNumbers(lane), cost, repeats(lane) ? t('playground.repeats') : null];
    return [
      {
        title: isRecorded ? t('share.titleRecorded', { title: laneTitle(id, kept) }) : laneTitle(id, kept),
        kind: id === 'unsteered' || id === 'words' ? 'plain' : 'steer',
        text,
        verdict: verdictText(lane) ?? '',
        reason: lane.verdict?.reason ?? '',
        numbers: numbers.filter(Boolean).join(' · '),
      },
    ];
  });
}
