/** The checks card: what both answers are judged by, and the way to other checks. */

import { useId, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useShallow } from 'zustand/react/shallow';
import { draftOf, newDraft } from '../../state/checks/checkForm.ts';
import {
  checkKey,
  checkProblem,
  checksInForce,
  instructionChecks,
  MAX_CHECKS,
} from '../../state/checks/checks.ts';
import type { PresetCheck } from '../../state/playground/presets.ts';
import { selectInForce } from '../../state/selectors.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { CheckForm } from './CheckForm.tsx';
import { CheckItem } from './CheckItem.tsx';
import './ChecksPanel.css';

const FIRST_OFFERED = 'length_constraints:number_words';

export function ChecksPanel() {
  const checks = useAppState((state) => state.checks);
  const chosen = useAppState(useShallow(selectInForce));
  const { addCheck, changeCheck, removeCheck, resetChecks } = useActions();
  /** null: no form is open */
  const [open, setOpen] = useState<'new' | number | null>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  const list = useMemo(() => checksInForce(checks, chosen), [checks, chosen]);
  const fromInstructions = instructionChecks(checks, chosen);
  const isInstructionAlone = checks.followsInstruction && checks.own.length === 0;

  /** The focus goes on where the next check would be added. */
  function close(change?: () => void): void {
    flushSync(() => {
      change?.();
      setOpen(null);
    });
    const isFull = addButton.current?.disabled ?? true;
    (isFull ? heading : addButton).current?.focus();
  }

  const save = (check: PresetCheck) =>
    close(() => (typeof open === 'number' ? changeCheck(open, check) : addCheck(check)));

  return (
    <section className="checks-panel card" aria-labelledby={id}>
      <div className="checks-head">
        <h2 ref={heading} id={id} tabIndex={-1}>
          {t('checks.title')}
        </h2>
        <p className="small muted">
          {list.length > 1 ? t('checks.allOf', { count: list.length }) : null}
          {list.length === 1 ? t('checks.judgesAll') : null}
        </p>
      </div>
      {list.length === 0 ? (
        <p className="small muted">
          {isInstructionAlone && chosen.length > 0 ? t('checks.noneOfInstruction') : t('checks.none')}
        </p>
      ) : null}
      <ol className="checks-list">
        {list.map((check, index) => (
          <li key={checkKey(check)}>
            {open === index && !isUnknown(check) ? (
              <CheckForm
                initial={draftOf(check)}
                taken={list.filter((other) => other !== check).map(checkKey)}
                action="save"
                onDone={save}
                onCancel={() => close()}
              />
            ) : (
              <CheckItem
                check={check}
                isFromInstruction={fromInstructions.includes(check)}
                onEdit={isUnknown(check) ? null : () => setOpen(index)}
                onRemove={() => close(() => removeCheck(index))}
              />
            )}
          </li>
        ))}
      </ol>
      {open === 'new' ? (
        <CheckForm
          initial={newDraft(FIRST_OFFERED)}
          taken={list.map(checkKey)}
          action="add"
          onDone={save}
          onCancel={() => close()}
        />
      ) : (
        <div className="checks-actions">
          <button
            ref={addButton}
            type="button"
            className="button button-small"
            disabled={list.length >= MAX_CHECKS}
            onClick={() => setOpen('new')}
          >
            {t('checks.add')}
          </button>
          {isInstructionAlone ? null : (
            <button type="button" className="button button-small" onClick={() => close(resetChecks)}>
              {t('checks.back')}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

/** There is no form for it: the file of presets asks for a check that this judge does not have. */
const isUnknown = (check: PresetCheck): boolean => checkProblem(check)?.code === 'unknown_check';
