/** The likeliest tokens at one position, read with and without steering. */
import { useId } from 'react';
import { type NextReading, visibleToken } from '../../state/playground/reading.ts';
import { FigureExport } from '../controls/FigureExport.tsx';

interface NextTokensProps {
  next: NextReading | null;
  isReading: boolean;
  onRead: () => void;
}

const HEAD = ['Token', 'without steering', 'with steering'];

export function NextTokens({ next, isReading, onRead }: NextTokensProps) {
  const id = useId();
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  const tokens = next?.tokens ?? [];
  const rows = tokens.map(({ text, probabilities: [plain, steered] }) => [
    visibleToken(text),
    percent(plain),
    percent(steered),
  ]);
  return (
    <figure className="inside-figure" aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>What could stand here instead</h3>
        <p className="small muted">
          The likeliest tokens at the chosen place, before temperature and penalties: read unsteered, and
          steered by the stack.
        </p>
      </figcaption>
      {next ? (
        <div>
          <table className="next-tokens small numbers">
            <thead>
              <tr>
                {HEAD.map((each) => (
                  <th key={each} scope="col">
                    {each}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {tokens.map(({ id: token, text, probabilities: [plain, steered] }) => (
                <tr key={token}>
                  <th scope="row">{visibleToken(text)}</th>
                  <Share value={plain} words={percent(plain)} kind="plain" />
                  <Share value={steered} words={percent(steered)} kind="steer" />
                </tr>
              ))}
            </tbody>
          </table>
          <FigureExport name="Next tokens" head={HEAD} rows={rows} />
        </div>
      ) : (
        <button type="button" className="button button-small" disabled={isReading} onClick={onRead}>
          Show the likeliest tokens
        </button>
      )}
    </figure>
  );
}

function Share({ value, words, kind }: { value: number; words: string; kind: 'plain' | 'steer' }) {
  return (
    <td>
      <span className="next-share">
        <svg aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none" width="100%" height="8">
          <rect className="next-bar" data-kind={kind} x="0" y="0" width={100 * value} height="8" />
        </svg>
        {words}
      </span>
    </td>
  );
}
