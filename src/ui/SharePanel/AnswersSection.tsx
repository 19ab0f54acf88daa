/** The answers as text, report and picture. */

import { type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Comparison } from '../../core/share/comparison.ts';
import { comparisonReport } from '../../core/share/report.ts';
import { comparisonMarkdown, comparisonText } from '../../core/share/texts.ts';
import { comparisonOf, isWriting } from '../../state/share/comparison.ts';
import { t } from '../../text/text.ts';
import { useAppState } from '../appContext.tsx';
import { downloadFile } from '../downloadFile.ts';
import { useMediaQuery } from '../useMediaQuery.ts';
import { CopyButton } from './CopyButton.tsx';
import { drawCard } from './drawCard.ts';

export function AnswersSection() {
  const comparison = useComparison();
  const writing = useAppState(isWriting);
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{t('share.answers')}</h3>
      {comparison ? (
        <>
          <div className="share-row">
            <CopyButton name={t('share.copyText')} text={comparisonText(comparison)} />
            <SaveButton
              name={t('share.saveText')}
              file="tiller.txt"
              make={() => comparisonText(comparison)}
            />
            <SaveButton
              name={t('share.saveMarkdown')}
              file="tiller.md"
              make={() => comparisonMarkdown(comparison)}
            />
            <SaveButton
              name={t('share.saveReport')}
              file="tiller.html"
              make={() => comparisonReport(comparison)}
            />
          </div>
          <Picture comparison={comparison} />
        </>
      ) : (
        <p className="small muted">{t(writing ? 'share.stillWriting' : 'share.noAnswers')}</p>
      )}
    </section>
  );
}

/** As it stands when the dialog opens, so that a text that streams is not drawn anew at each token. */
function useComparison(): Comparison | null {
  const latest = useAppState((state) => (isWriting(state) ? null : state));
  const shown = useRef(latest);
  if (latest) shown.current = latest;
  const state = shown.current;
  return useMemo(() => state && comparisonOf(state, new Date().toISOString()), [state]);
}

function SaveButton({ name, file, make }: { name: string; file: string; make: () => string }) {
  return (
    <button type="button" className="button button-small" onClick={() => downloadFile(file, make())}>
      {name}
    </button>
  );
}

function Picture({ comparison }: { comparison: Comparison }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useAppState((state) => state.settings.theme);
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)');
  const [isDark, setDark] = useState(theme === 'system' ? systemIsDark : theme === 'dark');

  useEffect(() => {
    if (canvas.current) drawCard(canvas.current, comparison, isDark);
  }, [comparison, isDark]);

  return (
    <>
      <canvas ref={canvas} className="share-picture" role="img" aria-label={t('share.pictureName')} />
      <div className="share-row">
        <fieldset className="segments share-segments">
          <legend className="visually-hidden">{t('share.picture')}</legend>
          {[false, true].map((dark) => (
            <label key={String(dark)}>
              <input
                type="radio"
                name="picture-theme"
                checked={isDark === dark}
                onChange={() => setDark(dark)}
              />
              {t(dark ? 'share.dark' : 'share.light')}
            </label>
          ))}
        </fieldset>
        <button type="button" className="button button-small" onClick={() => savePicture(canvas)}>
          {t('share.savePicture')}
        </button>
      </div>
    </>
  );
}

function savePicture(canvas: RefObject<HTMLCanvasElement | null>): void {
  canvas.current?.toBlob(async (blob) => {
    if (blob) downloadFile('tiller.png', new Uint8Array(await blob.arrayBuffer()));
  }, 'image/png');
}
