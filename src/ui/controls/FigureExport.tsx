/** A figure as files: its numbers as CSV, its drawing as PNG. */
import { type RefObject, useState } from 'react';
import { t } from '../../text/text.ts';
import { downloadFile } from '../downloadFile.ts';
import { pngOf } from './figurePng.ts';

interface FigureExportProps {
  /** of the figure; the files are named after it */
  name: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** holds one svg; without it there is no picture to save */
  drawing?: RefObject<HTMLElement | null>;
}

export function FigureExport({ name, head, rows, drawing }: FigureExportProps) {
  const file = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');

  const [isRefused, setIsRefused] = useState(false);

  async function savePng(): Promise<void> {
    const svg = drawing?.current?.querySelector('svg');
    const png = svg ? await pngOf(svg).catch(() => null) : null;
    setIsRefused(png === null);
    if (png) downloadFile(`${file}.png`, png);
  }

  return (
    <div className="figure-export">
      <button
        type="button"
        className="button button-small"
        aria-label={t('controls.saveCsv', { name })}
        onClick={() => downloadFile(`${file}.csv`, csvOf([head, ...rows]))}
      >
        {t('controls.csv')}
      </button>
      {drawing ? (
        <button
          type="button"
          className="button button-small"
          aria-label={t('controls.savePng', { name })}
          onClick={() => void savePng()}
        >
          {t('controls.png')}
        </button>
      ) : null}
      {isRefused ? <p className="small muted">{t('controls.noPicture')}</p> : null}
    </div>
  );
}

/** RFC 4180: a cell with a comma, a quote or a line break stands in quotes. */
function csvOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
