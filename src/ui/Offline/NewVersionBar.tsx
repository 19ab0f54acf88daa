/** A newer version of the page is there: it waits for a word, and nothing on the page is lost by it. */
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import './Offline.css';

export function NewVersionBar() {
  const isReady = useAppState((state) => state.offline.newVersion === 'ready');
  const { useNewVersion, putOffNewVersion } = useActions();
  return (
    <>
      <p className="visually-hidden" aria-live="polite">
        {isReady ? t('offline.newVersionReady') : ''}
      </p>
      {isReady ? (
        <section className="new-version" aria-label={t('offline.newVersion')}>
          <p>{t('offline.newVersionReady')}</p>
          <button type="button" className="button button-small" onClick={useNewVersion}>
            {t('offline.reload')}
          </button>
          <button type="button" className="button button-small" onClick={putOffNewVersion}>
            {t('offline.later')}
          </button>
        </section>
      ) : null}
    </>
  );
}
