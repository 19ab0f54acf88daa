/** One row of fixed height that says what is going on, and holds what can be done about a missing model. */

import { formatBytes } from '../../state/format.ts';
import { modelStatusText, statusText } from '../../state/selectors.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { LoadProgress } from '../ModelPanel/LoadProgress.tsx';
import './Messages.css';

/** @param about `model`: for places where nothing is generated, whose texts are not to be seen there */
export function StatusRow({ about = 'all' }: { about?: 'all' | 'model' }) {
  const text = useAppState(about === 'model' ? modelStatusText : statusText);
  const phase = useAppState((state) => state.model.phase);
  const alertLoads = useAppState(({ alert }) => alert?.action === 'load' || alert?.action === 'loadEmbedded');
  const manifest = useAppState((state) => state.model.manifest);
  const paused = useAppState(({ models }) => (models.offer?.phase === 'paused' ? models.offer.name : null));
  const { loadEmbedded, acceptOffer } = useActions();
  // what is loaded stands in the top bar
  if (about === 'model' && phase === 'ready') {
    return (
      <p role="status" className="visually-hidden">
        {text}
      </p>
    );
  }
  return (
    <div className="status-row small">
      <p role="status" className="muted numbers">
        {text}
      </p>
      {phase === 'loading' ? <LoadProgress /> : null}
      {phase !== 'loading' && paused !== null ? (
        <button type="button" className="button button-small" onClick={() => void acceptOffer()}>
          {t('playground.resume', { model: paused })}
        </button>
      ) : null}
      {phase === 'none' && !alertLoads ? (
        <button
          type="button"
          className="button button-primary button-small"
          onClick={() => void loadEmbedded()}
        >
          {manifest
            ? t('playground.loadModel', { model: manifest.name, size: formatBytes(manifest.sizeBytes) })
            : t('playground.loadEmbedded')}
        </button>
      ) : null}
    </div>
  );
}
