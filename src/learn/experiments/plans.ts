/** The four experiments that write: the same prompt at several layers, strengths, vectors, or two vectors together. */
import { flippedControl, randomControl } from '../../core/steering/controls.ts';
import { type PlannedAnswer, writeAnswers } from './answers.ts';
import type { AnswerLabel, Experiment, LessonVector } from './experiment.ts';

const QUESTION = 'Tell me about the city of Rome.';
const PLAIN: PlannedAnswer = { label: { kind: 'plain' }, role: 'plain', applied: [] };

/** Shares of the depth: an early, a middle and three late layers. */
const LAYER_SHARES = [0.2, 0.4, 0.6, 0.78, 0.9] as const;

export const layerExperiment: Experiment = async (context, options) => {
  const french = await context.vectorOf('french');
  const { numLayers } = context.info;
  // A model of few layers has fewer of them to compare.
  const layers = [...new Set(LAYER_SHARES.map((share) => Math.round(share * (numLayers - 1))))];
  const planned = layers.map((layer) => steered({ kind: 'layer', value: layer }, french, { layer }));
  return writeAnswers(context, { prompt: QUESTION, instruction: 'french', planned }, options);
};

const STRENGTHS = [0.5, 0.7, 1, 1.5, 2.5] as const;

export const strengthExperiment: Experiment = async (context, options) => {
  const french = await context.vectorOf('french');
  const planned = STRENGTHS.map((strength) =>
    steered({ kind: 'strength', value: strength }, french, { strength }),
  );
  return writeAnswers(
    context,
    { prompt: QUESTION, instruction: 'french', planned: [PLAIN, ...planned], perplexity: true },
    options,
  );
};

export const controlsExperiment: Experiment = async (context, options) => {
  const noCommas = await context.vectorOf('no-commas');
  const { vector } = noCommas;
  const planned: PlannedAnswer[] = [
    PLAIN,
    steered({ kind: 'vector' }, noCommas),
    { ...steered({ kind: 'flipped' }, { ...noCommas, vector: flippedControl(vector) }), role: 'control' },
    { ...steered({ kind: 'random' }, { ...noCommas, vector: randomControl(vector, 1) }), role: 'control' },
  ];
  return writeAnswers(
    context,
    { prompt: QUESTION, instruction: 'no-commas', planned, perplexity: true },
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
  const toward = steered({ kind: 'steered' }, ocean);
  const planned: PlannedAnswer[] = [
    PLAIN,
    { label: { kind: 'asked' }, role: 'plain', applied: [], words: OCEAN_WORDS },
    toward,
    { ...toward, label: { kind: 'askedAndSteered' }, words: OCEAN_WORDS },
    {
      ...toward,
      label: { kind: 'withFrench' },
      applied: [...toward.applied, ...appliedOf(french)],
    },
    { ...PLAIN, label: { kind: 'seaPlain' }, prompt: SEA_QUESTION },
    { ...steered({ kind: 'seaAway' }, ocean, { strength: -1 }), prompt: SEA_QUESTION },
  ];
  return writeAnswers(context, { prompt: OCEAN_QUESTION, instruction: 'keyword-ocean', planned }, options);
};

function steered(
  label: AnswerLabel,
  vector: LessonVector,
  change: Partial<LessonVector['setting']> = {},
): PlannedAnswer {
  return { label, role: 'steer', applied: appliedOf(vector, change) };
}

function appliedOf(
  { vector, setting }: LessonVector,
  change: Partial<LessonVector['setting']> = {},
): PlannedAnswer['applied'] {
  return [{ vector, setting: { ...setting, ...change } }];
}
