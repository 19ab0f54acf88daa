/** Step one: an instruction, and the table of pairs that follows from it. */
import { useId } from 'react';
import { draftRows, withTableAnew } from '../../state/vectors/draft.ts';
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
      <h2 id={id}>1 · Pairs</h2>
      <p className="small muted">
        Each pair is one prompt twice: with the instruction, and without it. Nothing else may differ.
      </p>
      <InstructionForm />
      {edited ? (
        <p className="table-note small">
          {edited.fileName
            ? `The pairs come from ${edited.fileName}. `
            : 'The pairs are edited, and stay as they are when the instruction changes. '}
          <button type="button" className="button button-small" onClick={() => changeDraft(withTableAnew)}>
            Make them anew
          </button>
        </p>
      ) : null}
      <PairTable rows={rows} />
    </section>
  );
}
