/** The Vectors place: from an instruction to a vector that one understands, and the library of saved ones. */
import { AlertBox } from '../Messages/AlertBox.tsx';
import { StatusRow } from '../Messages/StatusRow.tsx';
import { BuildSection } from './BuildSection.tsx';
import { LibrarySection } from './LibrarySection.tsx';
import { PairsSection } from './PairsSection.tsx';
import './VectorsPlace.css';

export function VectorsPlace() {
  return (
    <div className="vectors-place">
      <h1>Vectors</h1>
      <p className="vectors-lead muted">
        A vector is what an instruction changes inside the model: the average step from a prompt without it to
        the same prompt with it, at every layer.
      </p>
      <AlertBox />
      <StatusRow about="model" />
      <PairsSection />
      <BuildSection />
      <LibrarySection />
    </div>
  );
}
