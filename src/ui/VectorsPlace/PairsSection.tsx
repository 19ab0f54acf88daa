/** Step one: an instruction, and the table of pairs that follows from it. */
import { useId } from 'react';
import { draftRows, withTableAnew } from '../../state/vectors/draft.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { InstructionForm } from './InstructionForm.tsx';
import { PairTable } from './PairTable.tsx';

export function PairsSection() {
  const draft = useAppState((state) => state.vectorDraft);
  const { changeDraft } = useActions();
  const id = useId();
  const rows = draftRows(draft);
  const { edited } = draft;
  return (
    <section className="vectors-section card" aria-labelledby={id}>
      <h2 id={id}>{t('vectors.pairsHeading')}</h2>
      <p className="small muted">{t('vectors.pairsAbout')}</p>
      <InstructionForm />
      {edited ? (
        <p className="table-note small">
          {edited.fileName ? t('vectors.pairsFromFile', { file: edited.fileName }) : t('vectors.pairsEdited')}{' '}
          <button type="button" className="button button-small" onClick={() => changeDraft(withTableAnew)}>
            {t('vectors.makeAnew')}
          </button>
        </p>
      ) : null}
      <PairTable rows={rows} />
    </section>
  );
}
