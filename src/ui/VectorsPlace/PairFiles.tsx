/** The table from a file, and into one. */
import { useState } from 'react';
import type { PairRow } from '../../core/pairs/table.ts';
import { writePairsCsv, writePairsJsonl } from '../../core/pairs/tableFiles.ts';
import { errorSentence } from '../../state/alert.ts';
import { t } from '../../text/text.ts';
import { useActions } from '../appContext.tsx';
import { FileButton } from '../controls/FileButton.tsx';
import { downloadFile } from '../downloadFile.ts';

export function PairFiles({ rows }: { rows: readonly PairRow[] }) {
  const { importPairs } = useActions();
  const [notices, setNotices] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);

  async function read(file: File): Promise<void> {
    setProblem(null);
    setNotices([]);
    try {
      setNotices(await importPairs(file));
    } catch (error) {
      setProblem(t('vectors.importFailed', { file: file.name, problem: errorSentence(error) }));
    }
  }

  return (
    <>
      <FileButton
        name={t('vectors.importPairs')}
        accept=".csv,.jsonl,.ndjson,.txt"
        onFiles={([file]) => file && void read(file)}
      />
      <button
        type="button"
        className="button button-small"
        disabled={rows.length === 0}
        onClick={() => downloadFile('pairs.csv', writePairsCsv(rows))}
      >
        {t('vectors.exportCsv')}
      </button>
      <button
        type="button"
        className="button button-small"
        disabled={rows.length === 0}
        onClick={() => downloadFile('pairs.jsonl', writePairsJsonl(rows))}
      >
        {t('vectors.exportJsonLines')}
      </button>
      {problem ? (
        <p className="pair-message field-problem small" role="alert">
          {problem}
        </p>
      ) : null}
      {notices.length > 0 ? <p className="pair-message small">{notices.join(' ')}</p> : null}
    </>
  );
}
