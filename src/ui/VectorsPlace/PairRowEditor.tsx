/** One pair: both texts to edit, what is wrong with it, and on request what the model reads. */
import { useId } from 'react';
import type { PairRow } from '../../core/pairs/table.ts';
import { type PairSide, problemText, type RowProblems, withCell } from '../../state/vectors/draft.ts';
import { t } from '../../text/text.ts';
import { useActions } from '../appContext.tsx';
import { PairTokens } from './PairTokens.tsx';

interface PairRowEditorProps {
  row: PairRow;
  /** counted from 1 */
  number: number;
  problems: RowProblems | null;
  /** its tokens are shown */
  isOpen: boolean;
  onToggle: () => void;
  onRemove: () => void;
}

export function PairRowEditor({ row, number, problems, isOpen, onToggle, onRemove }: PairRowEditorProps) {
  const { changeDraft } = useActions();
  const id = useId();
  const field = (side: PairSide, name: string) => {
    const problem = problems?.[side].map(problemText).join(' ');
    return (
      <>
        <textarea
          className="text-field pair-text"
          rows={1}
          aria-label={name}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? `${id}-${side}` : undefined}
          value={row[side]}
          onChange={({ target }) => changeDraft((draft) => withCell(draft, row.id, side, target.value))}
        />
        {problem ? (
          <p id={`${id}-${side}`} className="field-problem small">
            {problem}
          </p>
        ) : null}
      </>
    );
  };
  return (
    <>
      <tr className="pair-row">
        <th scope="row" className="pair-number numbers small muted">
          {number}
        </th>
        <td data-label={t('vectors.withInstruction')}>
          {field('positive', t('vectors.pairWith', { number }))}
        </td>
        <td data-label={t('vectors.withoutIt')}>{field('negative', t('vectors.pairWithout', { number }))}</td>
        <td className="pair-actions">
          <button
            type="button"
            className="button button-small"
            aria-expanded={isOpen}
            aria-label={t('vectors.tokensOf', { number })}
            onClick={onToggle}
          >
            {t('vectors.tokens')}
          </button>
          <button
            type="button"
            className="icon-button pair-remove"
            aria-label={t('vectors.removePair', { number })}
            onClick={onRemove}
          >
            <svg aria-hidden="true" viewBox="0 0 16 16" width="16" height="16">
              <path d="M4 4l8 8M12 4l-8 8" />
            </svg>
          </button>
        </td>
      </tr>
      {isOpen ? (
        <tr className="pair-tokens-row">
          <td colSpan={4}>
            <PairTokens row={row} />
          </td>
        </tr>
      ) : null}
    </>
  );
}
