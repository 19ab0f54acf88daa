/** Quality questions as one task: what the loaded model says about the answers, and how far it is to be trusted. */

import type { JudgeReliability } from '../core/evaluate/judgeControl.ts';
import type { Judgement } from '../core/evaluate/quality.ts';
import type { LabOptions } from './evaluation.ts';
import type { Lab } from './lab.ts';
import { type QualityInput, type QualityUpdate, qualityJudgements, testJudge } from './quality.ts';

export type { QualityInput, QualityUpdate } from './quality.ts';

export interface QualityResult {
  judgements: readonly Judgement[];
  /** of the loaded model, on answers that are plainly good or bad; null when it was not asked */
  reliability: JudgeReliability | null;
}

/** @throws TillerError as `qualityJudgements` */
export async function qualityWithTest(
  input: QualityInput,
  lab: Lab,
  options: LabOptions<QualityUpdate> = {},
): Promise<QualityResult> {
  const judgements = await qualityJudgements(input, lab, options);
  return { judgements, reliability: await testJudge(lab, { signal: options.signal }) };
}
