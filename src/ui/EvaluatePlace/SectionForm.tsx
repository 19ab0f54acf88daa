/** What goes into a section, and its Start. */
import { useId } from 'react';
import {
  MAX_NEW_TOKENS_RANGE,
  MAX_VECTORS,
  phrasingsOf,
  type Section,
  vectorsOf,
} from '../../state/evaluate/evaluate.ts';
import { estimate, expectedSpeed, startProblem } from '../../state/evaluate/input.ts';
import { formatRemaining } from '../../state/jobs/words.ts';
import { selectSteerable } from '../../state/selectors.ts';
import { grouped } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import { Switch } from '../controls/Switch.tsx';
import { TextField } from '../controls/TextField.tsx';
import { PromptFields } from './PromptFields.tsx';
import { VectorFields } from './VectorFields.tsx';

export function SectionForm({ section }: { section: Section }) {
  const evaluate = useAppState((state) => state.evaluate);
  const { setEvaluate, addEvaluated } = useActions();
  const vectors = vectorsOf(evaluate);
  const heading = useId();
  return (
    <section className="evaluate-form card" aria-labelledby={heading}>
      <div>
        <h2 id={heading}>{t('evaluate.whatGoesIn')}</h2>
        <p className="small muted">{t(`evaluate.purpose_${section}`)}</p>
      </div>
      {vectors.map((draft, index) => (
        // vectors have places, not names: the same one may stand in two
        // biome-ignore lint/suspicious/noArrayIndexKey: a place is its index
        <VectorFields key={index} section={section} index={index} draft={draft} />
      ))}
      {section === 'compose' ? <PapersCase /> : null}
      {section === 'conditions' && vectors.length < MAX_VECTORS ? (
        <div>
          <button type="button" className="button button-small" onClick={addEvaluated}>
            {t('evaluate.addVector')}
          </button>
        </div>
      ) : null}
      <PromptFields section={section} />
      {section === 'conditions' && evaluate.prompts.conditions.source !== 'file' ? <WordsField /> : null}
      {section === 'strength' ? (
        <TextField
          isNumbers
          label={t('evaluate.strengths')}
          value={evaluate.strengths}
          onChange={(strengths) => setEvaluate({ strengths })}
        />
      ) : null}
      <div className="evaluate-line">
        <span className="field-label" aria-hidden="true">
          {t('evaluate.tokensPerAnswer')}
        </span>
        <NumberField
          name={t('evaluate.tokensPerAnswer')}
          value={evaluate.maxNewTokens}
          range={MAX_NEW_TOKENS_RANGE}
          onChange={(maxNewTokens) => setEvaluate({ maxNewTokens })}
        />
      </div>
      {section === 'layer' ? <FastMode /> : null}
      <Start />
    </section>
  );
}

/** A format together with a length. */
const PAPERS_CASE = ['highlights', 'concise'] as const;

function PapersCase() {
  const isThere = useAppState((state) => PAPERS_CASE.every((id) => selectSteerable(state, id) !== null));
  const { chooseEvaluated } = useActions();
  if (!isThere) return null;
  return (
    <div>
      <button
        type="button"
        className="button button-small"
        onClick={() => {
          for (const [index, id] of PAPERS_CASE.entries()) chooseEvaluated(index, id);
        }}
      >
        {t('evaluate.papersCase')}
      </button>
    </div>
  );
}

/** The instruction as the user's turn says it, one phrasing a line. */
function WordsField() {
  const words = useAppState((state) => state.evaluate.words);
  const known = useAppState((state) =>
    phrasingsOf(
      vectorsOf(state.evaluate).map(({ id }) => (id === null ? null : selectSteerable(state, id))),
    ).join('\n'),
  );
  const { setEvaluate } = useActions();
  const id = useId();
  return (
    <div>
      <label className="field-label" htmlFor={id}>
        {t('evaluate.instructionInWords')}
      </label>
      <textarea
        id={id}
        className="text-field"
        rows={3}
        value={words ?? known}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => setEvaluate({ words: target.value })}
      />
      <p id={`${id}-hint`} className="small muted">
        {t('evaluate.instructionHint')}
      </p>
    </div>
  );
}

function FastMode() {
  const isFast = useAppState((state) => state.evaluate.isFast);
  const { setEvaluate } = useActions();
  return (
    <div className="evaluate-fast">
      <div className="evaluate-line">
        <span className="field-label" aria-hidden="true">
          {t('evaluate.fastMode')}
        </span>
        <Switch
          name={t('evaluate.fastMode')}
          isOn={isFast}
          onChange={(isOn) => setEvaluate({ isFast: isOn })}
        />
      </div>
      <p className="small muted">{t(isFast ? 'evaluate.fastHint' : 'evaluate.slowHint')}</p>
    </div>
  );
}

function Start() {
  const evaluate = useAppState((state) => state.evaluate);
  const info = useAppState((state) => state.model.info);
  const phase = useAppState((state) => state.model.phase);
  const speed = useAppState(expectedSpeed);
  const { startEvaluation } = useActions();
  const id = useId();
  const obstacle = phase === 'none' ? t('evaluate.loadFirst') : startProblem(evaluate, info);
  const { answers, tokens, seconds } = estimate(evaluate, info, speed);
  const amount = { answers: grouped(answers), length: evaluate.maxNewTokens, tokens: grouped(tokens) };
  return (
    <div className="evaluate-start">
      <p id={id} className="small muted numbers">
        {obstacle ??
          (seconds === null
            ? t('evaluate.atMost', amount)
            : t('evaluate.atMostTime', { ...amount, time: formatRemaining(seconds * 1000) }))}
      </p>
      <button
        type="button"
        className="button button-primary"
        disabled={obstacle !== null}
        aria-describedby={id}
        onClick={() => void startEvaluation()}
      >
        {t('evaluate.start')}
      </button>
      {evaluate.problem ? (
        <p className="check-problem small" role="alert">
          {evaluate.problem}
        </p>
      ) : null}
    </div>
  );
}
