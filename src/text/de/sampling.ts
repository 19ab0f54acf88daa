import type { Translation } from '../catalogue.ts';

export const sampling: Translation<'sampling'> = {
  title: 'Ziehen',
  greedy: 'ohne Zufall',
  temperatureIs: 'Temperatur {{temperature}}',
  summary: '{{drawn}} · {{tokens}} Token',
  summaryWithSystem: '{{drawn}} · {{tokens}} Token · Systemprompt',
  systemPrompt: 'Systemprompt',
  systemPlaceholder: 'leer: der des Modells',
  maxNewTokens: 'Höchstzahl der Token',
  temperature: 'Temperatur',
  topK: 'Top-k',
  topP: 'Top-p',
  repetitionPenalty: 'Wiederholungsstrafe',
  seed: 'Startwert',
  hint_temperature: '0: immer das wahrscheinlichste Token',
  hint_topK: '0: alle Token',
  hint_topP: '1: alle Token',
  hint_repetitionPenalty: '1: keine',
  newSeed: 'Mit neuem Startwert',
  newSeedUseless: 'Bei Temperatur 0 gibt jeder Startwert denselben Text',
  reset: 'Zurück zur Vorgabe',
};
