/**
 * Quality questions: the loaded unsteered model reads an answer and says yes or no, as a probability. On a small model
 * that is a weak judge (`testJudge` says how weak), so its judgements can be filled in by a stronger one.
 */
import type { Tiller } from '../api/tiller.ts';
import { TillerError } from '../core/errors.ts';
import { JUDGE_CONTROLS, type JudgeReliability, judgeReliability } from '../core/evaluate/judgeControl.ts';
import type { Judgement, QualityItem } from '../core/evaluate/quality.ts';
import { judgePrompt, QUALITY_QUESTIONS, type QualityQuestion } from '../core/evaluate/questions.ts';
import { asAsked } from '../core/pairs/asking.ts';
import type { LabOptions } from './evaluation.ts';
import type { Lab } from './lab.ts';

export interface QualityInput {
  items: readonly QualityItem[];
  questions: readonly QualityQuestion[];
}

export interface QualityUpdate {
  done: number;
  total: number;
  judgements: readonly Judgement[];
}

/**
 * Asks the unsteered model every question about every item, each once: a run that is repeated goes on where it stopped.
 * @returns item by item, each in the order of the questions; not judged where the model cannot read that much text
 * @throws TillerError `model_not_loaded`, `model_unsupported` when yes and no begin with the same tokens, `aborted`
 */
export async function qualityJudgements(
  { items, questions }: QualityInput,
  lab: Lab,
  { signal, onUpdate }: LabOptions<QualityUpdate> = {},
): Promise<Judgement[]> {
  const { model } = lab.tiller;
  if (!model)
    throw new TillerError('model_not_loaded', 'no model is loaded: load one on Models, then go on.');
  const tokens = await answerTokens(lab.tiller);
  const total = items.length * questions.length;
  const judgements: Judgement[] = [];
  for (const item of items) {
    for (const { id, question } of questions) {
      if (signal?.aborted) throw new TillerError('aborted', 'stopped; what was judged is kept.');
      const [message] = judgePrompt(question, item.prompt, item.answer);
      const { prompt } = asAsked(message!.content, model.hasChatTemplate);
      const pYes = await lab.numbers
        .of(['pYes', prompt], async () => probabilityOfYes(await lab.tiller.logits(prompt), tokens))
        .catch(nullIfTooLong);
      const judge = pYes === null ? null : model.id;
      judgements.push({ ...item, questionId: id, question, pYes, judge });
      onUpdate?.({ done: judgements.length, total, judgements });
    }
  }
  return judgements;
}

function nullIfTooLong(error: unknown): null {
  if (error instanceof TillerError && error.code === 'prompt_too_long') return null;
  throw error;
}

/** How far the loaded model can be trusted as a judge: what it says about answers that are plainly good or bad. */
export async function testJudge(
  lab: Lab,
  { signal, onUpdate }: LabOptions<Pick<QualityUpdate, 'done' | 'total'>> = {},
): Promise<JudgeReliability> {
  const pairs: [good: Judgement, bad: Judgement][] = [];
  for (const [index, { questionId, prompt, good, bad }] of JUDGE_CONTROLS.entries()) {
    const questions = QUALITY_QUESTIONS.format.filter(({ id }) => id === questionId);
    const items = [good, bad].map(
      (answer, side): QualityItem => ({ id: `control ${index} ${side}`, prompt, condition: 'plain', answer }),
    );
    const [first, second] = await qualityJudgements({ items, questions }, lab, { signal });
    pairs.push([first!, second!]);
    onUpdate?.({ done: 2 * pairs.length, total: 2 * JUDGE_CONTROLS.length });
  }
  return judgeReliability(pairs);
}

export interface AnswerTokens {
  yes: readonly number[];
  no: readonly number[];
}

/** With and without the space that many vocabularies keep at a word's beginning. */
const YES = ['Yes', ' Yes', 'yes', ' yes', 'YES', ' YES'];
const NO = ['No', ' No', 'no', ' no', 'NO', ' NO'];

/**
 * The tokens that say yes, and those that say no: every spelling that is one token. Where a vocabulary has none, the
 * first tokens of the spellings stand for them; one that begins both (a space of its own) says nothing and is left out.
 * @throws TillerError `model_unsupported` when nothing is left of either
 */
export async function answerTokens(tiller: Pick<Tiller, 'tokenize'>): Promise<AnswerTokens> {
  const idsOf = (words: readonly string[]) => Promise.all(words.map((word) => tiller.tokenize(word)));
  const [yes, no] = [await idsOf(YES), await idsOf(NO)];
  // what every text begins with is the tokenizer's mark of a beginning
  const hasMark = [...yes, ...no].every((ids) => ids.length > 1 && ids[0] === yes[0]?.[0]);
  const firstsOf = (all: number[][]): Set<number> => {
    const spellings = hasMark ? all.map((ids) => ids.slice(1)) : all;
    const single = spellings.filter(({ length }) => length === 1);
    return new Set((single.length > 0 ? single : spellings).flatMap((ids) => ids[0] ?? []));
  };
  const [yesIds, noIds] = [firstsOf(yes), firstsOf(no)];
  const tokens = {
    yes: [...yesIds].filter((id) => !noIds.has(id)),
    no: [...noIds].filter((id) => !yesIds.has(id)),
  };
  if (tokens.yes.length > 0 && tokens.no.length > 0) return tokens;
  throw new TillerError(
    'model_unsupported',
    'in this model\'s vocabulary "yes" and "no" begin with the same token, so it cannot be asked for its probability ' +
      'of yes: export the questions and let another judge fill them in.',
  );
}

/** Softmax over these tokens alone: how probable yes is, given that the answer is one of the two. */
export function probabilityOfYes(logits: ArrayLike<number>, { yes, no }: AnswerTokens): number {
  const at = (ids: readonly number[]) => ids.map((id) => logits[id] ?? Number.NEGATIVE_INFINITY);
  const highest = Math.max(...at(yes), ...at(no));
  const sum = (ids: readonly number[]) => at(ids).reduce((all, value) => all + Math.exp(value - highest), 0);
  const yesSum = sum(yes);
  return yesSum / (yesSum + sum(no));
}
