/** The last line of every place: what the words on it are, and where to read on. */
import { placeHref } from './places.ts';
import './AppFoot.css';

export function AppFoot() {
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
      </ul>
    </footer>
  );
}
