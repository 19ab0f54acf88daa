/** The state as a link. While this is shown the address bar holds it too. */

import { useEffect, useId, useState } from 'react';
import { SHORT_LINK } from '../../core/share/link.ts';
import { grouped } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { placeHref, placeOf } from '../places.ts';
import { CopyButton } from './CopyButton.tsx';

export function LinkSection() {
  const { writeLink } = useActions();
  const problem = useAppState((state) => state.share.problem);
  const [fragment, setFragment] = useState<string | null>(null);
  const id = useId();

  useEffect(() => {
    let isShown = true;
    void writeLink().then((written) => {
      if (isShown) setFragment(written);
    });
    return () => {
      isShown = false;
    };
  }, [writeLink]);
  useAddress(fragment);

  const link =
    fragment === null ? '' : new URL(fragment, window.location.origin + window.location.pathname).href;
  return (
    <section aria-labelledby={`${id}-heading`}>
      <h3 id={`${id}-heading`}>{t('share.link')}</h3>
      <p className="small muted">{t('share.linkHint')}</p>
      <div className="share-row">
        <label className="visually-hidden" htmlFor={`${id}-link`}>
          {t('share.link')}
        </label>
        <input
          id={`${id}-link`}
          className="text-field"
          readOnly
          value={link}
          aria-describedby={`${id}-length`}
          onFocus={({ target }) => target.select()}
        />
        <CopyButton name={t('share.copyLink')} text={link} isPrimary />
        <SystemShareButton link={link} />
      </div>
      <p id={`${id}-length`} className="small muted numbers">
        {lengthText(link)}
      </p>
      {problem ? (
        <p className="field-problem small" role="alert">
          {problem}
        </p>
      ) : null}
    </section>
  );
}

function lengthText(link: string): string {
  if (link === '') return '';
  const length = grouped(link.length);
  return link.length <= SHORT_LINK
    ? t('share.linkLength', { length })
    : t('share.linkLong', { length, limit: grouped(SHORT_LINK) });
}

/** The system's own sheet, where it has one. */
function SystemShareButton({ link }: { link: string }) {
  if (!('share' in navigator)) return null;
  // A sheet that was closed again is no failure.
  const share = () => void navigator.share({ title: t('shell.name'), url: link }).catch(() => undefined);
  return (
    <button type="button" className="button button-small" disabled={link === ''} onClick={share}>
      {t('share.send')}
    </button>
  );
}

/** On other places the address stays theirs. */
function useAddress(fragment: string | null): void {
  useEffect(() => {
    if (fragment === null || placeOf(window.location.hash) !== 'playground') return;
    history.replaceState(null, '', fragment);
    return () => {
      if (window.location.hash === fragment) history.replaceState(null, '', placeHref('playground'));
    };
  }, [fragment]);
}
