/** The table from a file, and into one. */
import { useState } from 'react';
import type { PairRow } from '../../core/pairs/table.ts';
import { writePairsCsv, writePairsJsonl } from '../../core/pairs/tableFiles.ts';
import { errorSentence } from '../../state/alert.ts';
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
      setProblem(`${file.name}: ${errorSentence(error)} The table is as it was.`);
    }
  }

  return (
    <>
      <FileButton
        name="Import pairs"
        accept=".csv,.jsonl,.ndjson,.txt"
        onFiles={([file]) => file && void read(file)}
      />
      <button
        type="button"
        className="button button-small"
        disabled={rows.length === 0}
        onClick={() => downloadFile('pairs.csv', writePairsCsv(rows))}
      >
        Export CSV
      </button>
      <button
        type="button"
        className="button button-small"
        disabled={rows.length === 0}
        onClick={() => downloadFile('pairs.jsonl', writePairsJsonl(rows))}
      >
        Export JSON lines
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
