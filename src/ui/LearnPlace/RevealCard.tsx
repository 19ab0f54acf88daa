/** What the record says, beside the guess, with its numbers. A guess is neither praised nor blamed. */
import { useId } from 'react';
import { guessText, isGuess, type Lesson, type NumberPrediction } from '../../learn/lesson.ts';
import { RECORD } from '../../learn/recorded.ts';
import { t } from '../../text/text.ts';
import { useAppState } from '../appContext.tsx';
import { trackShare } from '../controls/SliderField.tsx';
import { LessonNumbers } from './LessonNumbers.tsx';

export function RevealCard({ lesson }: { lesson: Lesson }) {
  const prediction = lesson.prediction(RECORD);
  const { answer, words, table } = lesson.reveal(RECORD);
  const stored = useAppState((state) => state.learn.guesses[lesson.id]);
  const guess = isGuess(prediction, stored) ? stored : null;
  const heading = useId();
  return (
    <section className="reveal card" aria-labelledby={heading}>
      <h2 id={heading}>{t('learn.whatHappened')}</h2>
      <p className="reveal-words">{words}</p>
      <dl className="reveal-pair numbers">
        <div>
          <dt>{t('learn.yourGuess')}</dt>
          <dd>{guess === null ? t('learn.noGuess') : guessText(prediction, guess)}</dd>
        </div>
        <div data-role="recorded">
          <dt>{t('learn.recorded')}</dt>
          <dd>{guessText(prediction, answer)}</dd>
        </div>
      </dl>
      {prediction.kind === 'number' ? (
        <Scale prediction={prediction} guess={Number(guess ?? answer)} answer={Number(answer)} />
      ) : null}
      <LessonNumbers table={table} />
    </section>
  );
}

/** Both numbers on the prediction's own scale; the words beside it say the same. */
function Scale(props: { prediction: NumberPrediction; guess: number; answer: number }) {
  const { prediction, guess, answer } = props;
  const place = (value: number) => ({ insetInlineStart: `${100 * trackShare(value, prediction)}%` });
  return (
    <div className="reveal-scale" aria-hidden="true">
      <span className="reveal-mark" data-role="guess" style={place(guess)} />
      <span className="reveal-mark" data-role="recorded" style={place(answer)} />
    </div>
  );
}
