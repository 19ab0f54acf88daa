/** What an experiment found: curves over the layers, or answers side by side. */
import type { ExperimentResult } from '../../learn/experiments/experiment.ts';
import { ChartFigure } from '../charts/ChartFigure.tsx';
import { AnswerCards } from './AnswerCards.tsx';

export function ExperimentView({ result }: { result: ExperimentResult }) {
  if (result.kind === 'answers') {
    return (
      <>
        <p className="small">
          Prompt: <strong>{result.prompt}</strong> · Checked for: <strong>{result.check}</strong>
        </p>
        <AnswerCards answers={result.answers} />
      </>
    );
  }
  const { title, meaning, lines } = result;
  return (
    <ChartFigure
      Heading="h3"
      chart={{ id: title, title, meaning, lines: lines.map((line) => ({ ...line, spread: null })) }}
    />
  );
}
