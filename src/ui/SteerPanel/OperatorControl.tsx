/** What the vector does to each hidden state. */
import { useId } from 'react';
import type { Operator } from '../../core/steering/types.ts';
import { OPERATOR_LABELS } from '../../state/playground/steering.ts';
import { useActions, useAppState } from '../appContext.tsx';

const MEANINGS: Record<Operator, string> = {
  setProjection: 'moves every state to the same point along the vector',
  add: 'moves every state by the same distance along the vector',
  ablate: 'removes the vector’s direction from every state',
};

const OPERATORS = Object.keys(OPERATOR_LABELS) as Operator[];

export function OperatorControl() {
  const operator = useAppState((state) => state.steering.operator);
  const { setOperator } = useActions();
  const group = useId();
  const meaning = useId();
  return (
    <div>
      <span className="field-label" id={`${group}-name`}>
        Operator
      </span>
      <div
        className="segments"
        role="radiogroup"
        aria-labelledby={`${group}-name`}
        aria-describedby={meaning}
      >
        {OPERATORS.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name={group}
              value={each}
              checked={each === operator}
              onChange={() => setOperator(each)}
            />
            {OPERATOR_LABELS[each]}
          </label>
        ))}
      </div>
      <p id={meaning} className="steer-meaning small muted">
        {MEANINGS[operator]}
      </p>
    </div>
  );
}
