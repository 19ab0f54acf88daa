/** The four experiments that write: the same prompt at several layers, strengths, vectors, or two vectors together. */
import { flippedControl, randomControl } from '../../core/steering/controls.ts';
import { checkOf, type PlannedAnswer, writeAnswers } from './answers.ts';
import type { Experiment, LessonVector } from './experiment.ts';

const QUESTION = 'Tell me about the city of Rome.';
const PLAIN: PlannedAnswer = { label: 'not steered', role: 'plain', applied: [] };

/** Shares of the depth: an early, a middle and three late layers. */
const LAYER_SHARES = [0.2, 0.4, 0.6, 0.78, 0.9] as const;

export const layerExperiment: Experiment = async (context, options) => {
  const french = await context.vectorOf('french');
  const { numLayers } = context.info;
  // A model of few layers has fewer of them to compare.
  const layers = [...new Set(LAYER_SHARES.map((share) => Math.round(share * (numLayers - 1))))];
  const planned = layers.map((layer) => steered(`layer ${layer}`, french, { layer }));
  return writeAnswers(context, { prompt: QUESTION, check: checkOf('french'), planned }, options);
};

const STRENGTHS = [0.5, 0.7, 1, 1.5, 2.5] as const;

export const strengthExperiment: Experiment = async (context, options) => {
  const french = await context.vectorOf('french');
  const planned = STRENGTHS.map((strength) => steered(`strength ${strength}`, french, { strength }));
  return writeAnswers(
    context,
    { prompt: QUESTION, check: checkOf('french'), planned: [PLAIN, ...planned], perplexity: true },
    options,
  );
};

export const controlsExperiment: Experiment = async (context, options) => {
  const noCommas = await context.vectorOf('no-commas');
  const { vector } = noCommas;
  const planned: PlannedAnswer[] = [
    PLAIN,
    steered('the vector', noCommas),
    { ...steered('flipped', { ...noCommas, vector: flippedControl(vector) }), role: 'control' },
    { ...steered('random', { ...noCommas, vector: randomControl(vector, 1) }), role: 'control' },
  ];
  return writeAnswers(
    context,
    { prompt: QUESTION, check: checkOf('no-commas'), planned, perplexity: true },
    options,
  );
};

const OCEAN_QUESTION = 'Explain how a rainbow appears.';
const OCEAN_WORDS = 'Use the word "ocean" in your answer.';
/** Answered with the ocean in it without being asked. */
const SEA_QUESTION = 'What should I pack for a trip to the sea?';

export const compositionExperiment: Experiment = async (context, options) => {
  const ocean = await context.vectorOf('keyword-ocean');
  const french = await context.vectorOf('french');
  const toward = steered('steered', ocean);
  const planned: PlannedAnswer[] = [
    PLAIN,
    { label: 'asked in words', role: 'plain', applied: [], words: OCEAN_WORDS },
    toward,
    { ...toward, label: 'asked and steered', words: OCEAN_WORDS },
    {
      ...toward,
      label: 'steered, French as well',
      applied: [...toward.applied, ...steered('', french).applied],
    },
    { ...PLAIN, label: 'trip to the sea, not steered', prompt: SEA_QUESTION },
    { ...steered('trip to the sea, steered away', ocean, { strength: -1 }), prompt: SEA_QUESTION },
  ];
  return writeAnswers(context, { prompt: OCEAN_QUESTION, check: checkOf('keyword-ocean'), planned }, options);
};

function steered(
  label: string,
  { vector, setting }: LessonVector,
  change: Partial<LessonVector['setting']> = {},
): PlannedAnswer {
  return { label, role: 'steer', applied: [{ vector, setting: { ...setting, ...change } }] };
}
