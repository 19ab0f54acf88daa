/** How a load is going: stage, amount, rate, time left, and a way out. */
import { formatSeconds } from '../../state/format.ts';
import { progressText, remainingSeconds, stageText } from '../../state/models/load.ts';
import { useActions, useAppState } from '../appContext.tsx';
import './LoadProgress.css';
import { t } from '../../text/text.ts';

export function LoadProgress() {
  const progress = useAppState((state) => state.model.progress);
  const canPause = useAppState(
    ({ model }) => model.canPause && (model.progress === null || model.progress.stage === 'download'),
  );
  const { cancelLoad, pauseLoad } = useActions();
  const remaining = progress ? remainingSeconds(progress) : null;
  return (
    <div className="load-progress small">
      <span>{progress ? stageText(progress.stage) : t('models.starting')}</span>
      <progress
        className="thin-bar"
        aria-label={t('models.loadProgress')}
        {...(progress && progress.total > 0 ? { value: progress.loaded, max: progress.total } : {})}
      />
      <span className="muted numbers">
        {progress ? progressText(progress) : ''}
        {remaining === null ? '' : ` · ${t('models.left', { time: formatSeconds(remaining) })}`}
      </span>
      {canPause ? (
        <button type="button" className="button button-small" onClick={pauseLoad}>
          {t('models.pause')}
        </button>
      ) : null}
      <button type="button" className="button button-small" onClick={cancelLoad}>
        {t('models.cancel')}
      </button>
    </div>
  );
}
