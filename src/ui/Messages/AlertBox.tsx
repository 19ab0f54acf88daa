/** An error: what happened, what is safe, and one thing to do. */
import { actionLabel } from '../../state/alert.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { placeHref } from '../places.ts';
import './Messages.css';

export function AlertBox() {
  const alert = useAppState((state) => state.alert);
  const { resolveAlert } = useActions();
  if (!alert) return null;
  const { what, safe, action } = alert;
  // What happened, before what can be done about it.
  const [first, ...others] = what.split(/(?<=[.?]) (?=\p{Lu})/u);
  const rest = others.join(' ');
  return (
    <div className="alert-box" role="alert">
      <div>
        <p>
          <strong className="alert-what">{first}</strong>
          {rest ? ` ${rest}` : null}
        </p>
        <p className="small">{safe}</p>
      </div>
      {action === 'openModels' ? (
        <a className="button" href={placeHref('models')} onClick={() => resolveAlert(action)}>
          {actionLabel(action)}
        </a>
      ) : (
        <button type="button" className="button" onClick={() => resolveAlert(action)}>
          {actionLabel(action)}
        </button>
      )}
    </div>
  );
}
