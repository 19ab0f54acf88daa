/** The last line of every place: what the words on it are, and where to read on. */
import { useActions } from './appContext.tsx';
import { placeHref } from './places.ts';
import './AppFoot.css';

export function AppFoot() {
  const { setPresenting } = useActions();
  return (
    <footer className="app-foot small muted">
      <p>A model wrote the answers. They can be wrong, and steering makes them odder.</p>
      <ul>
        <li>
          <a href={placeHref('learn', 'responsible-use')}>Responsible use</a>
        </li>
        <li>
          <a href={placeHref('learn', 'glossary')}>Glossary</a>
        </li>
        <li>
          <button type="button" onClick={() => setPresenting(true)}>
            Presenter mode
          </button>
        </li>
      </ul>
    </footer>
  );
}
