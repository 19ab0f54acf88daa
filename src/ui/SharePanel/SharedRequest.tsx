/** What a link asks for, before any of it is in force; or why it cannot be opened. */

import { useEffect } from 'react';
import { findSession } from '../../core/share/link.ts';
import { requestLines } from '../../state/share/words.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { placeHref } from '../places.ts';
import './SharePanel.css';

/** The address is the place's again, so that a reload does not ask a second time. */
function leaveLink(): void {
  if (findSession(window.location.hash) !== null) history.replaceState(null, '', placeHref('playground'));
}

export function SharedRequest() {
  const request = useAppState((state) => state.share.request);
  const problem = useAppState((state) => state.share.problem);
  const info = useAppState((state) => state.model.info);
  const { openShared, dismissShared } = useActions();

  useEffect(() => {
    if (!request && problem) leaveLink();
  }, [request, problem]);

  async function open(): Promise<void> {
    leaveLink();
    // The link may have been left unanswered on the way to another place.
    window.location.hash = placeHref('playground');
    await openShared();
  }

  function dismiss(): void {
    leaveLink();
    dismissShared();
  }

  return (
    <section className="shared-request card" aria-label={t('share.request')}>
      {problem ? (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      ) : null}
      {request ? (
        <>
          <h2>{t('share.asksFor')}</h2>
          <dl className="shared-lines">
            {requestLines(request, info).map(({ name, value }) => (
              <div key={name + value}>
                <dt className="muted">{name}</dt>
                <dd dir="auto">{value}</dd>
              </div>
            ))}
          </dl>
          <p className="small muted">{t('share.asksHint')}</p>
        </>
      ) : null}
      <div className="share-row">
        {request ? (
          <button type="button" className="button button-primary" onClick={() => void open()}>
            {t('share.openIt')}
          </button>
        ) : null}
        <button type="button" className="button" onClick={dismiss}>
          {t(request ? 'share.keepThis' : 'controls.close')}
        </button>
      </div>
    </section>
  );
}
