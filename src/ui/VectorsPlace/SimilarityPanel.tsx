/** How alike the saved vectors are at one layer. */
import { useEffect, useId, useMemo, useState } from 'react';
import type { SteeringVector } from '../../core/steering/types.ts';
import {
  comparable,
  MAX_COMPARED,
  type SimilarityCell,
  similarityAt,
} from '../../state/vectors/similarity.ts';
import type { VectorEntry } from '../../storage/index.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { SliderField } from '../controls/SliderField.tsx';
import './LibraryTools.css';

export function SimilarityPanel() {
  const entries = useAppState((state) => state.library.entries);
  const [isOpen, setOpen] = useState(false);
  const [first] = entries;
  const compared = useMemo(
    () => (first ? comparable(entries, first).slice(0, MAX_COMPARED) : []),
    [entries, first],
  );
  if (compared.length < 2) return null;
  return (
    <details className="library-tool" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('vectors.compare')}</summary>
      {isOpen ? <Matrix entries={compared} all={entries.length} /> : null}
    </details>
  );
}

function Matrix({ entries, all }: { entries: readonly VectorEntry[]; all: number }) {
  const read = useAppState((state) => state.library.vectors);
  const { readVectors } = useActions();
  const numLayers = entries[0]?.numLayers ?? 1;
  const [wanted, setLayer] = useState(Math.floor(numLayers / 2));
  const id = useId();
  const layer = Math.min(wanted, numLayers - 1);
  const vectors = useMemo(
    () => entries.map((entry) => read[entry.id]).filter((each): each is SteeringVector => each !== undefined),
    [entries, read],
  );

  useEffect(() => {
    void readVectors(entries.map((entry) => entry.id));
  }, [entries, readVectors]);

  const similarity = similarityAt(vectors, layer);
  return (
    <div className="similarity">
      <p className="small muted">
        {t('vectors.compareAbout')}{' '}
        {entries.length < all ? t('vectors.compareNewest', { number: entries.length }) : ''}
      </p>
      <div className="similarity-layer">
        <SliderField
          name={t('vectors.compareAt')}
          value={layer}
          range={{ min: 0, max: numLayers - 1, step: 1 }}
          onChange={setLayer}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region */}
      <section className="table-scroll" aria-labelledby={id} tabIndex={0}>
        <table className="similarity-table numbers">
          <caption id={id} className="visually-hidden">
            {t('vectors.similarityAt', { layer })}
          </caption>
          <thead>
            <tr>
              <td />
              {entries.map((entry) => (
                <th key={entry.id} scope="col">
                  {entry.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {similarity.cells.map((row, index) => (
              <tr key={entries[index]?.id}>
                <th scope="row">{similarity.names[index]}</th>
                {row.map((cell, column) => (
                  <td key={entries[column]?.id} style={{ background: tint(cell) }}>
                    {cell.text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

/** Orange along, slate against; pale enough for the number on it. */
function tint({ value }: SimilarityCell): string {
  if (value === null) return 'transparent';
  const colour = value < 0 ? 'var(--plain)' : 'var(--steer)';
  return `color-mix(in srgb, ${colour} ${Math.round(Math.abs(value) * 35)}%, transparent)`;
}
