/** The Vectors place: from an instruction to a vector that one understands. */
import { AlertBox } from '../Messages/AlertBox.tsx';

export function VectorsPlace() {
  return (
    <div className="vectors-place">
      <h1>Vectors</h1>
      <AlertBox />
    </div>
  );
}
