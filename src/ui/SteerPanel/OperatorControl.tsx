/** What the vector does to each hidden state. */
import type { Operator } from '../../core/steering/types.ts';
import { OPERATOR_LABELS } from '../../state/playground/card.ts';
import { useActions } from '../appContext.tsx';
import { Segments } from '../controls/Segments.tsx';

const MEANINGS: Record<Operator, string> = {
  setProjection: 'moves every state to the same point along the vector',
  add: 'moves every state by the same distance along the vector',
  ablate: 'removes the vector’s direction from every state',
};

const OPTIONS = (Object.keys(OPERATOR_LABELS) as Operator[]).map((value) => ({
  value,
  label: OPERATOR_LABELS[value],
  meaning: MEANINGS[value],
}));

export function OperatorControl({ operator }: { operator: Operator }) {
  const { setOperator } = useActions();
  return (
    <Segments name="Operator" options={OPTIONS} value={operator} onChange={(value) => setOperator(value)} />
  );
}
