/** What the vector does to each hidden state. */

import type { Operator } from '../../core/steering/types.ts';
import { operatorLabel } from '../../state/playground/card.ts';
import { t } from '../../text/text.ts';
import { useActions } from '../appContext.tsx';
import { Segments } from '../controls/Segments.tsx';

const OPERATORS: readonly Operator[] = ['setProjection', 'add', 'ablate'];

export function OperatorControl({ operator }: { operator: Operator }) {
  const { setOperator } = useActions();
  return (
    <Segments
      name={t('steering.operator')}
      options={OPERATORS.map((value) => ({
        value,
        label: operatorLabel(value),
        meaning: t(`steering.operatorMeans_${value}`),
      }))}
      value={operator}
      onChange={(value) => setOperator(value)}
    />
  );
}
