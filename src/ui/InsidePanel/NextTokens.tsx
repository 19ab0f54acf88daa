/** The likeliest tokens at one position, read with and without steering. */

import { useId } from 'react';
import { type NextReading, visibleToken } from '../../state/playground/reading.ts';
import { fixed } from '../../text/numbers.ts';
import { inEnglish, t } from '../../text/text.ts';
import { FigureExport } from '../controls/FigureExport.tsx';

interface NextTokensProps {
  next: NextReading | null;
  isReading: boolean;
  onRead: () => void;
}

const headWords = (): string[] => [t('inside.token'), t('inside.without'), t('inside.with')];

export function NextTokens({ next, isReading, onRead }: NextTokensProps) {
  const id = useId();
  const percent = (value: number) => `${fixed(100 * value, 1)} %`;
  const tokens = next?.tokens ?? [];
  const rowWords = () =>
    tokens.map(({ text, probabilities: [plain, steered] }) => [
      visibleToken(text),
      percent(plain),
      percent(steered),
    ]);
  return (
    <figure className="inside-figure" aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>{t('inside.next')}</h3>
        <p className="small muted">{t('inside.nextHint')}</p>
      </figcaption>
      {next ? (
        <div>
          <table className="next-tokens small numbers">
            <thead>
              <tr>
                {headWords().map((each) => (
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
          <FigureExport name={t('inside.nextName')} head={inEnglish(headWords)} rows={inEnglish(rowWords)} />
        </div>
      ) : (
        <button type="button" className="button button-small" disabled={isReading} onClick={onRead}>
          {t('inside.nextShow')}
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
