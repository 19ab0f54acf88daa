/** The pairs as a table to edit, a page at a time. */
import { useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { PairRow } from '../../core/pairs/table.ts';
import {
  isKept,
  problemsByRow,
  withRowAdded,
  withRowRemoved,
  withStepBack,
} from '../../state/vectors/draft.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { PairFiles } from './PairFiles.tsx';
import { PairRowEditor } from './PairRowEditor.tsx';
import './PairTable.css';

/** Few enough for the next step to stay in reach. */
const ROWS_PER_PAGE = 10;

export function PairTable({ rows }: { rows: readonly PairRow[] }) {
  const canUndo = useAppState((state) => state.vectorDraft.past.length > 0);
  const isTableKept = useAppState((state) => isKept(state.vectorDraft));
  const { changeDraft } = useActions();
  const [wantedPage, setPage] = useState(0);
  /** the row whose tokens are shown */
  const [openId, setOpenId] = useState<string | null>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const problems = useMemo(() => problemsByRow(rows), [rows]);
  const pages = Math.max(1, Math.ceil(rows.length / ROWS_PER_PAGE));
  const page = Math.min(wantedPage, pages - 1);
  const first = page * ROWS_PER_PAGE;
  const shown = rows.slice(first, first + ROWS_PER_PAGE);

  function add(): void {
    flushSync(() => {
      changeDraft(withRowAdded);
      setPage(Number.MAX_SAFE_INTEGER);
    });
    const fields = body.current?.querySelectorAll('textarea') ?? [];
    fields[fields.length - 2]?.focus();
  }

  /** The focus goes to the row that took the place. */
  function remove(id: string, place: number): void {
    flushSync(() => changeDraft((draft) => withRowRemoved(draft, id)));
    const buttons = body.current?.querySelectorAll<HTMLElement>('.pair-remove') ?? [];
    (buttons[Math.min(place, buttons.length - 1)] ?? addButton.current)?.focus();
  }

  return (
    <div className="pair-table">
      {rows.length === 0 ? (
        <p className="pair-empty muted">{t('vectors.noPairs')}</p>
      ) : (
        <table>
          <caption className="visually-hidden">{t('vectors.contrastPairs')}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">{t('vectors.number')}</span>
              </th>
              <th scope="col">{t('vectors.withInstruction')}</th>
              <th scope="col">{t('vectors.withoutIt')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('vectors.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody ref={body}>
            {shown.map((row, place) => (
              <PairRowEditor
                key={row.id}
                row={row}
                number={first + place + 1}
                problems={problems.get(row.id) ?? null}
                isOpen={row.id === openId}
                onToggle={() => setOpenId(row.id === openId ? null : row.id)}
                onRemove={() => remove(row.id, place)}
              />
            ))}
          </tbody>
        </table>
      )}
      <div className="pair-bar">
        {pages > 1 ? (
          <div className="pair-pages small numbers">
            <button
              type="button"
              className="button button-small"
              disabled={page === 0}
              onClick={() => setPage(page - 1)}
            >
              {t('vectors.previous')}
            </button>
            <span>
              {t('vectors.rowsOf', { first: first + 1, last: first + shown.length, all: rows.length })}
            </span>
            <button
              type="button"
              className="button button-small"
              disabled={page === pages - 1}
              onClick={() => setPage(page + 1)}
            >
              {t('vectors.next')}
            </button>
          </div>
        ) : (
          <p className="small muted numbers">{t('vectors.pairCount', { count: rows.length })}</p>
        )}
        <button ref={addButton} type="button" className="button button-small" onClick={add}>
          {t('vectors.addPair')}
        </button>
        <button
          type="button"
          className="button button-small"
          disabled={!canUndo}
          onClick={() => changeDraft(withStepBack)}
        >
          {t('vectors.undo')}
        </button>
        <PairFiles rows={rows} />
      </div>
      {isTableKept ? null : <p className="field-problem small">{t('vectors.tooLarge')}</p>}
    </div>
  );
}
