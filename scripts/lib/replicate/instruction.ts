/** The paper's pipeline for one instruction: setting, four conditions on test prompts, controls, quality. */

import { appliedIn } from '../../../src/core/evaluate/conditions.ts';
import { type Generation, generationOf } from '../../../src/core/evaluate/generations.ts';
import { type Judgement, type QualitySummary, summariseQuality } from '../../../src/core/evaluate/quality.ts';
import { QUALITY_QUESTIONS } from '../../../src/core/evaluate/questions.ts';
import {
  type Comparison,
  type ConditionSummary,
  compareConditions,
  type EvaluationSummary,
} from '../../../src/core/evaluate/summary.ts';
import type { Instruction, InstructionCheck } from '../../../src/core/pairs/instructions.ts';
import { flippedControl, randomControl } from '../../../src/core/steering/controls.ts';
import type { AppliedVector } from '../../../src/core/steering/setting.ts';
import type { SteeringVector } from '../../../src/core/steering/types.ts';
import { type EvaluationResult, evaluation } from '../../../src/lab/evaluation.ts';
import { qualityJudgements } from '../../../src/lab/quality.ts';
import { type CheckedInstruction, type Choice, chooseSetting, type Work } from './choose.ts';
import type { Task } from './plan.ts';
import { towards } from './settings.ts';
import type { FoundVector } from './vectors.ts';

export interface ControlRecord {
  summary: ConditionSummary;
  /** with the plain prompts, as the vector itself is compared */
  againstPlain: Pick<Comparison, 'won' | 'lost' | 'pValue'>;
}

export interface InstructionRecord extends Choice {
  id: string;
  title: string;
  family: Instruction['family'];
  check: InstructionCheck;
  vector: Omit<FoundVector, 'vector'>;
  testPrompts: number;
  test: EvaluationSummary;
  /** the same setting with other directions of the same length */
  controls: { random: ControlRecord; flipped: ControlRecord };
  /** on the answers to the first test prompts */
  quality: { judge: string; prompts: number; summary: QualitySummary[] };
}

export interface InstructionRun {
  record: InstructionRecord;
  generations: Generation[];
  judgements: Judgement[];
}

/** Any number, the same in every run: what the random direction is drawn from. */
const CONTROL_SEED = 1;

export async function replicateInstruction(
  instruction: CheckedInstruction,
  prompts: Task['prompts'],
  { vector, ...origin }: FoundVector,
  work: Work,
): Promise<InstructionRun> {
  const { plan, decoding } = work;
  const { id, title, family, check } = instruction;
  const validation = prompts.validation.slice(0, plan.validationPrompts);
  const choice = await chooseSetting(
    instruction,
    vector,
    validation,
    towards(instruction.defaultOperator),
    work,
  );

  const testPrompts = prompts.test.slice(0, plan.testPrompts);
  const applied = [{ vector, setting: choice.setting }];
  const { answers, ...test } = await onTest('test', instruction, testPrompts, applied, work);
  const plain = answers.filter(({ condition }) => condition === 'plain');
  const control = async (name: string, direction: SteeringVector): Promise<ControlRecord> => {
    const steered = [{ vector: direction, setting: choice.setting }];
    const result = await onTest(`control (${name})`, instruction, testPrompts, steered, work, true);
    const { won, lost, pValue } = compareConditions(plain, result.answers)!;
    return { summary: result.conditions[0]!, againstPlain: { won, lost, pValue } };
  };
  const controls = {
    random: await control('random', randomControl(vector, CONTROL_SEED)),
    flipped: await control('flipped', flippedControl(vector)),
  };

  const judged = answers.filter(({ prompt }) => prompt < plan.qualityPrompts);
  const judgements = await qualityJudgements(
    {
      items: judged.map(({ prompt, condition, text }) => ({
        id: `${id}/${prompt}/${condition}`,
        prompt: testPrompts[prompt]!,
        condition,
        answer: text,
      })),
      questions: QUALITY_QUESTIONS[family],
    },
    work.lab,
    {
      signal: work.signal,
      onUpdate: ({ done, total }) => work.report(`${id}: quality questions`, done, total),
    },
  );

  const model = work.lab.tiller.model!;
  const generations = answers.map((answer) =>
    generationOf(answer, {
      task: id,
      model,
      promptOf: (index) => ({ text: testPrompts[index]!, checks: [check] }),
      appliedOf: (condition) => appliedIn(condition, applied),
      decoding,
    }),
  );
  return {
    record: {
      id,
      title,
      family,
      check,
      vector: origin,
      ...choice,
      testPrompts: testPrompts.length,
      test,
      controls,
      quality: {
        judge: model.id,
        prompts: Math.min(plan.qualityPrompts, testPrompts.length),
        summary: summariseQuality(judgements),
      },
    },
    generations,
    judgements,
  };
}

/** The conditions on test prompts, with verdicts and perplexities. */
export function onTest(
  name: string,
  { id, check, phrasings }: CheckedInstruction,
  prompts: readonly string[],
  applied: readonly AppliedVector[],
  { lab, decoding, signal, report }: Work,
  steeredOnly = false,
): Promise<EvaluationResult> {
  return evaluation(
    {
      prompts: prompts.map((text) => ({ text })),
      phrasings,
      checks: [check],
      applied,
      decoding,
      // of a control the passes are asked for; scoring would take as long again as answering
      ...(steeredOnly ? { conditions: ['steered'], perplexity: false } : {}),
    },
    lab,
    { signal, onUpdate: ({ stage, done, total }) => report(`${id}: ${name}, ${stage}`, done, total) },
  );
}
