/** The one prediction of a lesson. Guessing is an offer: it can be skipped, and made again. */
import { useId } from 'react';
import {
  type ChoicePrediction,
  type Guess,
  guessText,
  isGuess,
  type Lesson,
  type NumberPrediction,
} from '../../learn/lesson.ts';
import { RECORD } from '../../learn/recorded.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { SliderField, Tick } from '../controls/SliderField.tsx';

export function PredictionCard({ lesson }: { lesson: Lesson }) {
  const { id } = lesson;
  const prediction = lesson.prediction(RECORD);
  const stored = useAppState((state) => state.learn.guesses[id]);
  const isRevealed = useAppState((state) => state.learn.revealed.includes(id));
  const { setGuess, revealLesson, guessAgain } = useActions();
  const heading = useId();
  const guess = isGuess(prediction, stored) ? stored : initialGuess(prediction);
  const change = (value: Guess) => setGuess(id, value);
  return (
    <section className="prediction card" aria-labelledby={heading}>
      <h2 id={heading}>{t('learn.predictFirst')}</h2>
      <p className="prediction-question" id={`${heading}-question`}>
        {prediction.question}
      </p>
      {prediction.kind === 'number' ? (
        <NumberGuess prediction={prediction} guess={guess} isFixed={isRevealed} onChange={change} />
      ) : (
        <ChoiceGuess
          prediction={prediction}
          guess={guess}
          isFixed={isRevealed}
          labelledBy={`${heading}-question`}
          onChange={change}
        />
      )}
      <div className="learn-actions">
        {isRevealed ? (
          <button type="button" className="button" onClick={() => guessAgain(id)}>
            {t('learn.guessAgain')}
          </button>
        ) : (
          <>
            <button
              type="button"
              className="button button-primary"
              disabled={guess === null}
              onClick={() => revealLesson(id, guess)}
            >
              {t('learn.showWhatHappened')}
            </button>
            <button type="button" className="button" onClick={() => revealLesson(id, null)}>
              {t('learn.skipGuess')}
            </button>
          </>
        )}
      </div>
    </section>
  );
}

/** A slider has to stand somewhere; its middle says least. */
function initialGuess(prediction: NumberPrediction | ChoicePrediction): Guess | null {
  if (prediction.kind === 'choice') return null;
  const { min, max, step } = prediction;
  return min + step * Math.round((max - min) / 2 / step);
}

interface GuessProps<P> {
  prediction: P;
  guess: Guess | null;
  /** what happened is shown */
  isFixed: boolean;
  onChange: (guess: Guess) => void;
}

function NumberGuess({ prediction, guess, isFixed, onChange }: GuessProps<NumberPrediction>) {
  const { name, min, max, step, unit } = prediction;
  const value = typeof guess === 'number' ? guess : min;
  const range = { min, max, step };
  return (
    <SliderField
      name={name}
      value={value}
      range={range}
      valueText={guessText(prediction, value) ?? ''}
      note={unit.trim()}
      isDisabled={isFixed}
      onChange={(next) => onChange(Math.round(next / step) * step)}
      ticks={
        <>
          <Tick value={min} range={range} />
          <Tick value={max} range={range} />
        </>
      }
    />
  );
}

function ChoiceGuess({
  prediction,
  guess,
  isFixed,
  labelledBy,
  onChange,
}: GuessProps<ChoicePrediction> & { labelledBy: string }) {
  const name = useId();
  return (
    <div className="choices" role="radiogroup" aria-labelledby={labelledBy}>
      {prediction.options.map(({ id, text }) => (
        <label key={id}>
          <input
            type="radio"
            name={name}
            checked={guess === id}
            disabled={isFixed}
            onChange={() => onChange(id)}
          />
          {text}
        </label>
      ))}
    </div>
  );
}
