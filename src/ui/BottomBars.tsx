/** What stays at the foot of the window: the way back, long work, a presenter's keys. One above the other, so that none covers another. */
import { JobBar } from './Jobs/JobBar.tsx';
import { NewVersionBar } from './Offline/NewVersionBar.tsx';
import { PresenterBar } from './Presenting/PresenterBar.tsx';
import type { PlaceId } from './places.ts';
import { UndoBar } from './Undo/UndoBar.tsx';
import './BottomBars.css';

export function BottomBars({ place }: { place: PlaceId }) {
  return (
    <div className="bottom-bars">
      <UndoBar />
      <JobBar />
      <NewVersionBar />
      <PresenterBar place={place} />
    </div>
  );
}
