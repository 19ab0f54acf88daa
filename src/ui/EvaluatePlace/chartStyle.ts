/** What all charts of the place share. */
export const TICK = { fill: 'var(--muted)', fontSize: 12 };
