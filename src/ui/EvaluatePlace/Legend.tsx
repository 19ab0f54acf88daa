/** What the marks of a chart mean; the numbers themselves stand in the table. */

export type MarkKind = 'steer' | 'plain' | 'cross' | 'window' | 'hatch';

export function Legend({ items }: { items: readonly (readonly [mark: MarkKind, words: string])[] }) {
  return (
    <ul className="evaluate-legend small" aria-hidden="true">
      {items.map(([mark, words]) => (
        <li key={mark}>
          <svg viewBox="0 0 26 10" width="26" height="10" aria-hidden="true">
            {SIGNS[mark]}
          </svg>
          {words}
        </li>
      ))}
    </ul>
  );
}

const SIGNS: Record<MarkKind, React.ReactNode> = {
  steer: (
    <>
      <line x1="0" x2="26" y1="5" y2="5" stroke="var(--steer)" strokeWidth="1.6" />
      <circle cx="13" cy="5" r="3.5" fill="var(--steer)" />
    </>
  ),
  plain: <line x1="0" x2="26" y1="5" y2="5" stroke="var(--plain)" strokeWidth="2" strokeDasharray="6 4" />,
  cross: <path d="M9 1l8 8M17 1l-8 8" stroke="var(--fail)" strokeWidth="2" />,
  window: <rect width="26" height="10" fill="var(--steer)" fillOpacity="0.2" />,
  hatch: (
    <path d="M0 10L10 0M8 10L18 0M16 10L26 0" stroke="var(--fail)" strokeWidth="1.5" strokeOpacity="0.6" />
  ),
};
