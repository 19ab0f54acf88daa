/** Answers to one prompt side by side, each with its verdict and what it cost. */
import type { LessonAnswer } from '../../learn/experiments/experiment.ts';
import { VerdictWord } from '../EvaluatePlace/AnswersByGroup.tsx';

export function AnswerCards({ answers }: { answers: readonly LessonAnswer[] }) {
  return (
    <ul className="answer-cards">
      {answers.map((answer) => (
        <li key={answer.label} className="answer-card" data-role={answer.role}>
          <h3>{answer.label}</h3>
          <p className="answer-card-text">{answer.text}</p>
          <p className="answer-card-foot small muted numbers">
            {answer.passes === null ? (
              `${answer.tokens} tokens`
            ) : (
              <>
                <VerdictWord verdict={verdict(answer)} /> {answer.detail}
              </>
            )}
            {answer.perplexity === null ? '' : ` · perplexity ${answer.perplexity.toFixed(1)}`}
          </p>
        </li>
      ))}
    </ul>
  );
}

function verdict({ passes, isDegenerate }: LessonAnswer): string {
  if (isDegenerate) return 'fell apart';
  return passes ? 'pass' : 'fail';
}
