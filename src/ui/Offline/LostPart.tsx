/**
 * Stands where a part of the page could not be shown, in place of a blank: a chunk that is gone (the page was updated
 * elsewhere, the network is down), or a fault of ours.
 */
import { Component, type ReactNode } from 'react';
import { t } from '../../text/text.ts';
import './Offline.css';

interface LostPartProps {
  /** another value gives what is inside a new try */
  place: string;
  /** of what was opened over the page: the message lies there too, and can be put away */
  onDismiss?: () => void;
  children: ReactNode;
}

export class LostPart extends Component<LostPartProps, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override componentDidUpdate(before: LostPartProps): void {
    if (before.place !== this.props.place && this.state.error !== null) this.setState({ error: null });
  }

  override render(): ReactNode {
    const { error } = this.state;
    const { children, onDismiss } = this.props;
    if (error === null) return children;
    const words = error instanceof Error ? error.message : String(error);
    return (
      <section className="lost-part card" role="alert" data-floating={onDismiss ? true : undefined}>
        <h1>{t('offline.lostPart')}</h1>
        <p>{isMissingChunk(words) ? t('offline.lostChunk') : t('offline.lostByFault')}</p>
        <p className="small muted">{words}</p>
        <div className="lost-part-actions">
          <button type="button" className="button" onClick={() => location.reload()}>
            {t('offline.reload')}
          </button>
          {onDismiss ? (
            <button type="button" className="button" onClick={onDismiss}>
              {t('shell.dismiss')}
            </button>
          ) : null}
        </div>
      </section>
    );
  }
}

/** In the words of Chromium, Firefox and Safari, and of Vite for a style sheet. */
function isMissingChunk(words: string): boolean {
  return /dynamically imported module|importing a module script|unable to preload/i.test(words);
}
