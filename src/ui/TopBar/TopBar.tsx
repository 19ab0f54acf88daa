/** Name, places, the loaded model and the theme. */
import { t } from '../../text/text.ts';
import { PLACES, type PlaceId, placeHref, placeTitle } from '../places.ts';
import { ShareButton } from '../SharePanel/ShareButton.tsx';
import { ModelChip } from './ModelChip.tsx';
import { ThemeChoice } from './ThemeChoice.tsx';
import './TopBar.css';

export function TopBar({ place }: { place: PlaceId }) {
  return (
    <header className="top-bar">
      <p className="top-bar-name">
        <svg aria-hidden="true" viewBox="0 0 24 24" width="22" height="22">
          <circle cx="5" cy="6" r="2.4" />
          <path d="M7 6h6a5 5 0 0 1 5 5v5a4 4 0 0 1-4 4h-1" />
        </svg>
        {t('shell.name')}
      </p>
      <nav aria-label={t('shell.places')}>
        <ul>
          {PLACES.map((id) => (
            <li key={id}>
              <a href={placeHref(id)} aria-current={id === place ? 'page' : undefined}>
                {placeTitle(id)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="top-bar-end">
        <ModelChip />
        <ShareButton />
        <ThemeChoice />
      </div>
    </header>
  );
}
