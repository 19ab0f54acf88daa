/** The texts behind the numbers: one group of answers at a time, each with its prompt and verdict. */
import { useId, useState } from 'react';
import { t } from '../../text/text.ts';
import { type ShownVerdict, VerdictWord } from './VerdictWord.tsx';
import '../OutputPanel/OutputPanel.css';

export interface ShownAnswer {
  prompt: string;
  text: string;
  verdict: ShownVerdict;
  note: string | null;
}

export interface AnswerGroup {
  name: string;
  answers: readonly ShownAnswer[];
}

interface AnswersByGroupProps {
  label: string;
  groups: readonly AnswerGroup[];
  initial: string;
}

export function AnswersByGroup({ label, groups, initial }: AnswersByGroupProps) {
  const [chosen, choose] = useState(initial);
  const id = useId();
  const group = groups.find(({ name }) => name === chosen) ?? groups[0];
  if (!group) return null;
  return (
    <details className="evaluate-answers">
      <summary>{t('evaluate.readAnswers')}</summary>
      <div className="evaluate-line">
        <label className="field-label" htmlFor={id}>
          {label}
        </label>
        <select
          id={id}
          className="select-field"
          value={group.name}
          onChange={({ target }) => choose(target.value)}
        >
          {groups.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </div>
      <AnswerList answers={group.answers} />
    </details>
  );
}

export function AnswerList({ answers }: { answers: readonly ShownAnswer[] }) {
  return (
    <ol className="answer-list">
      {answers.map((answer) => (
        <li key={answer.prompt}>
          <p className="small">
            <VerdictWord verdict={answer.verdict} /> <strong>{answer.prompt}</strong>
            {answer.note ? <span className="muted"> · {answer.note}</span> : null}
          </p>
          <AnswerText text={answer.text} />
        </li>
      ))}
    </ol>
  );
}

export function AnswerText({ text }: { text: string }) {
  return (
    <p className="answer-text" dir="auto">
      {text === '' ? <span className="muted">{t('evaluate.noText')}</span> : text}
    </p>
  );
}
