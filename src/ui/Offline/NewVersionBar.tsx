/** A newer version of the page is there: it waits for a word, and nothing on the page is lost by it. */
import { useActions, useAppState } from '../appContext.tsx';
import './Offline.css';

export function NewVersionBar() {
  const isReady = useAppState((state) => state.offline.newVersion === 'ready');
  const { useNewVersion, putOffNewVersion } = useActions();
  return (
    <div className="new-version-place" aria-live="polite">
      {isReady ? (
        <section className="new-version" aria-label="New version">
          <p>A new version of Tiller is ready. What you have done here stays.</p>
          <button type="button" className="button button-small" onClick={useNewVersion}>
            Reload
          </button>
          <button type="button" className="button button-small" onClick={putOffNewVersion}>
            Later
          </button>
        </section>
      ) : null}
    </div>
  );
}
