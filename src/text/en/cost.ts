/** What a gain cost, wherever one is shown. */
export const cost = {
  notMeasured: 'cost not measured',
  /** a preset in the list: how many answers pass, and the factor that it costs in perplexity */
  inLabel: '{{title}} ({{passed}} of {{total}}, × {{ratio}})',
  inLabelUnknown: '{{title}} ({{passed}} of {{total}}, cost not measured)',
  measured: 'Cost: perplexity × {{ratio}} against plain',
  measuredAt:
    'Cost: perplexity × {{ratio}} against plain, at layer {{layer}}, strength {{strength}}, over {{prompts}} prompts',
  repetition: 'repetition {{steered}} % (plain {{plain}} %)',
  fellApart_one: '{{count}} answer fell apart',
  fellApart_other: '{{count}} answers fell apart',
  unknown: 'Cost not measured: “Four conditions” on Evaluate measures it.',
  ofSearch:
    'Cost not measured: a search counts what passes and what falls apart. “Four conditions” measures the perplexity.',
  ofGrid: 'Cost not measured beyond answers that fell apart: “Four conditions” measures the perplexity.',
  passedHere: '{{passed}} of {{total}} passed here, cost not measured',
  perplexity: 'perplexity {{value}}',
  perplexityFromTo: 'perplexity {{from}} → {{to}}',
} as const;
