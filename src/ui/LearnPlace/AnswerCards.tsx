/** Answers to one prompt side by side, each with its verdict and what it cost. */
import type { AnswerLabel, LessonAnswer } from '../../learn/experiments/experiment.ts';
import type { Prose } from '../../learn/prose.ts';
import { asWritten, decimal } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { type ShownVerdict, VerdictWord } from '../EvaluatePlace/VerdictWord.tsx';
import { useProse } from './prose.tsx';

export function AnswerCards({ answers }: { answers: readonly LessonAnswer[] }) {
  const { experiments } = useProse();
  return (
    <ul className="answer-cards">
      {answers.map((answer) => {
        const label = labelText(answer.label, experiments.answers);
        return (
          <li key={label} className="answer-card" data-role={answer.role}>
            <h3>{label}</h3>
            <p className="answer-card-text" dir="auto">
              {answer.text}
            </p>
            <p className="answer-card-foot small muted numbers">
              {answer.passes === null ? (
                t('learn.tokens', { count: answer.tokens })
              ) : (
                <>
                  <VerdictWord verdict={verdictOf(answer)} /> <span lang="en">{answer.detail}</span>
                </>
              )}
              {answer.perplexity === null
                ? ''
                : ` · ${t('learn.perplexity', { value: decimal(answer.perplexity, 1) })}`}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

function labelText(label: AnswerLabel, words: Prose['experiments']['answers']): string {
  return 'value' in label ? words[label.kind]({ value: asWritten(label.value) }) : words[label.kind];
}

function verdictOf({ passes, isDegenerate }: LessonAnswer): ShownVerdict {
  if (isDegenerate) return 'degenerate';
  return passes ? 'pass' : 'fail';
}
