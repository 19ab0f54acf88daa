import type { Translation } from '../catalogue.ts';

export const cost: Translation<'cost'> = {
  notMeasured: 'Kosten nicht gemessen',
  inLabel: '{{title}} ({{passed}} von {{total}}, × {{ratio}})',
  inLabelUnknown: '{{title}} ({{passed}} von {{total}}, Kosten nicht gemessen)',
  measured: 'Kosten: Perplexität × {{ratio}} gegenüber ungesteuert',
  measuredAt:
    'Kosten: Perplexität × {{ratio}} gegenüber ungesteuert, in Schicht {{layer}}, Stärke {{strength}}, über {{prompts}} Prompts',
  repetition: 'Wiederholung {{steered}} % (ungesteuert {{plain}} %)',
  fellApart_one: '{{count}} Antwort zerfallen',
  fellApart_other: '{{count}} Antworten zerfallen',
  unknown: 'Kosten nicht gemessen: „Vier Bedingungen“ unter Auswerten misst sie.',
  ofSearch:
    'Kosten nicht gemessen: Eine Suche zählt, was besteht und was zerfällt. „Vier Bedingungen“ misst die Perplexität.',
  ofGrid: 'Kosten nicht gemessen, außer zerfallenen Antworten: „Vier Bedingungen“ misst die Perplexität.',
  passedHere: '{{passed}} von {{total}} hier bestanden, Kosten nicht gemessen',
  perplexity: 'Perplexität {{value}}',
  perplexityFromTo: 'Perplexität {{from}} → {{to}}',
};
