import { expect, it } from 'vitest';
import { parseGenerations } from '../../core/evaluate/generations.ts';
import { memoryAnswerStore } from '../../lab/answers.ts';
import { type EvaluationInput, type EvaluationResult, evaluation } from '../../lab/evaluation.ts';
import { labOf } from '../../lab/lab.ts';
import { GREEDY, scriptedTiller, scriptedVector } from '../../lab/testing.ts';
import { isJobOf, type JobOf, jobModel, newJob } from '../jobs/jobs.ts';
import { MODEL_INFO } from '../testValues.ts';
import { exportEvaluation, exportName } from './export.ts';
import { openJudgements, qualityItems, qualityTable } from './quality.ts';

const INPUT: EvaluationInput = {
  prompts: [{ text: 'one' }, { text: 'two' }],
  phrasings: ['Use no commas.'],
  checks: [{ instructionId: 'punctuation:no_comma', kwargs: {} }],
  applied: [{ vector: scriptedVector(), setting: { layer: 3, operator: 'add', strength: 1 } }],
  decoding: GREEDY,
};

async function finished(): Promise<{ job: JobOf<'evaluation'>; result: EvaluationResult }> {
  const tiller = scriptedTiller((text, { interventions = [] }) =>
    interventions.length > 0 ? `about ${text} | in short` : `well, about ${text}`,
  );
  const result = await evaluation({ ...INPUT, perplexity: false }, labOf(tiller, memoryAnswerStore()));
  const job = newJob({
    id: 'job',
    kind: 'evaluation',
    title: 'Four conditions: No commas',
    input: INPUT,
    createdAt: 0,
    model: jobModel(MODEL_INFO),
    result,
  });
  if (!isJobOf(job, 'evaluation')) throw new Error('not of this kind');
  return { job, result };
}

it('writes JSON lines that can be read back, each with what repeats it', async () => {
  const { job, result } = await finished();
  const { generations, problems } = parseGenerations(exportEvaluation(job, result, 'jsonl'));
  expect(problems).toEqual([]);
  expect(generations).toHaveLength(8);
  const steered = generations.find(({ condition }) => condition === 'steered');
  expect(steered).toMatchObject({
    prompt: 'one',
    asked: 'one',
    model: { id: 'embedded', dtype: 'q4' },
    interventions: [{ vector: 'scripted', layer: 3, operator: 'add', strength: 1, value: 1, scope: 'all' }],
    decoding: GREEDY,
    checks: [{ instructionId: 'punctuation:no_comma', loose: true }],
  });
  expect(generations.find(({ condition }) => condition === 'plain')?.interventions).toEqual([]);
});

it('writes CSV and a Markdown table of the same answers', async () => {
  const { job, result } = await finished();
  expect(exportEvaluation(job, result, 'csv').trim().split('\r\n')).toHaveLength(9);
  const markdown = exportEvaluation(job, result, 'md');
  expect(markdown).toContain('Steering at layer 3 took passing answers from 0 to 2 of 2.');
  expect(markdown).toContain('| Steered | 2 of 2 (34–100 %) | 2 of 2 (34–100 %) | – |');
  expect(markdown).toContain('won 2, lost 0');
  expect(exportName(job, 'md')).toBe('four-conditions-no-commas.md');
});

it('asks the quality questions about every answer, under ids that name the job', async () => {
  const { job } = await finished();
  const items = qualityItems(job);
  expect(items[0]).toEqual({
    id: 'job plain 0',
    prompt: 'one',
    condition: 'plain',
    answer: 'well, about one',
  });
  const judgements = openJudgements(items, [{ id: 'clear', question: 'Is it clear?' }]);
  expect(judgements).toHaveLength(8);
  const [first, ...others] = judgements;
  const table = qualityTable([{ ...first!, pYes: 0.25, judge: 'somebody' }, ...others]);
  expect(table.head).toEqual(['Condition', 'Is it clear?', 'All']);
  expect(table.rows[0]).toEqual({ condition: 'plain', cells: ['0.25', '0.25'] });
  expect(table.rows[1]).toEqual({ condition: 'steered', cells: ['–', '–'] });
});
