/** A dialog before the page: it ends by its button, by Escape or by a click beside it. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { t } from '../../text/text.ts';
import './ModalDialog.css';

interface ModalDialogProps {
  title: string;
  className: string;
  onClose: () => void;
  /** @param close ends the dialog; what opened it has the keyboard again */
  children: (close: () => void) => ReactNode;
}

export function ModalDialog({ title, className, onClose, children }: ModalDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      className={`modal card ${className}`}
      aria-labelledby={id}
      onClose={onClose}
      onClick={({ target }) => {
        if (target === dialog.current) close();
      }}
      // Keys of the page, Escape to stop above all, are not meant here.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className="modal-body">
        <div className="modal-head">
          <h2 id={id}>{title}</h2>
          <button type="button" className="button button-small" onClick={close}>
            {t('controls.close')}
          </button>
        </div>
        {children(close)}
      </div>
    </dialog>
  );
}
