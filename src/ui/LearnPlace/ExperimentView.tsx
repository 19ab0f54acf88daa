/** What an experiment found: curves over the layers, or answers side by side. */
import type { ExperimentResult } from '../../learn/experiments/experiment.ts';
import { titleFor } from '../../learn/titles.ts';
import { t } from '../../text/text.ts';
import { ChartFigure } from '../charts/ChartFigure.tsx';
import { RichText } from '../controls/RichText.tsx';
import { AnswerCards } from './AnswerCards.tsx';
import { useProse } from './prose.tsx';

export function ExperimentView({ result }: { result: ExperimentResult }) {
  const { experiments } = useProse();
  if (result.kind === 'answers') {
    const { prompt, instruction, answers } = result;
    return (
      <>
        <p className="small">
          <RichText
            text={t('learn.asked', { prompt, check: titleFor(instruction) })}
            marks={{ strong: (words) => <strong>{words}</strong> }}
          />
        </p>
        <AnswerCards answers={answers} />
      </>
    );
  }
  const { title, meaning, line } = experiments.curves[result.about];
  const lines = result.lines.map(({ value, role, values }) => ({
    key: String(value),
    title: line({ value }),
    role,
    values,
    spread: null,
  }));
  return <ChartFigure Heading="h3" chart={{ id: result.about, title, meaning, lines }} />;
}
