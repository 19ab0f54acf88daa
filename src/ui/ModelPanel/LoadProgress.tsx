/** How a load is going: stage, amount, rate, time left, and a way out. */
import { formatSeconds } from '../../state/format.ts';
import { progressText, remainingSeconds, STAGE_WORDS } from '../../state/models/load.ts';
import { useActions, useAppState } from '../appContext.tsx';
import './LoadProgress.css';

export function LoadProgress() {
  const progress = useAppState((state) => state.model.progress);
  const canPause = useAppState(
    ({ model }) => model.canPause && (model.progress === null || model.progress.stage === 'download'),
  );
  const { cancelLoad, pauseLoad } = useActions();
  const remaining = progress ? remainingSeconds(progress) : null;
  return (
    <div className="load-progress small">
      <span>{progress ? STAGE_WORDS[progress.stage] : 'Starting'}</span>
      <progress
        className="thin-bar"
        aria-label="Load progress"
        {...(progress && progress.total > 0 ? { value: progress.loaded, max: progress.total } : {})}
      />
      <span className="muted numbers">
        {progress ? progressText(progress) : ''}
        {remaining === null ? '' : ` · ${formatSeconds(remaining)} left`}
      </span>
      {canPause ? (
        <button type="button" className="button button-small" onClick={pauseLoad}>
          Pause
        </button>
      ) : null}
      <button type="button" className="button button-small" onClick={cancelLoad}>
        Cancel
      </button>
    </div>
  );
}
