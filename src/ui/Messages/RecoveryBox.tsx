/** A model that was lost: what happened, what is done about it, what is safe, and what to try. */
import { recoveryLabel, recoveryNotice } from '../../state/recovery/words.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { placeHref } from '../places.ts';
import './Messages.css';

export function RecoveryBox() {
  const recovery = useAppState((state) => state.recovery);
  const { recover } = useActions();
  const notice = recoveryNotice(recovery);
  if (!notice) return null;
  const { what, safe, actions } = notice;
  return (
    <div className="alert-box recovery-box" role="alert" data-phase={recovery.phase}>
      <div>
        <p className="alert-what">{what}</p>
        <p className="small">{safe}</p>
      </div>
      {actions.map((action) =>
        action === 'openModels' ? (
          <a key={action} className="button" href={placeHref('models')} onClick={() => recover(action)}>
            {recoveryLabel(action)}
          </a>
        ) : (
          <button key={action} type="button" className="button" onClick={() => recover(action)}>
            {recoveryLabel(action)}
          </button>
        ),
      )}
    </div>
  );
}
