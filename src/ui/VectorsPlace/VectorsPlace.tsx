/** The Vectors place: from an instruction to a vector that one understands, and the library of saved ones. */
import { t } from '../../text/text.ts';
import { AlertBox } from '../Messages/AlertBox.tsx';
import { StatusRow } from '../Messages/StatusRow.tsx';
import { BuildSection } from './BuildSection.tsx';
import { LibrarySection } from './LibrarySection.tsx';
import { PairsSection } from './PairsSection.tsx';
import './VectorsPlace.css';

export function VectorsPlace() {
  return (
    <div className="vectors-place">
      <h1>{t('shell.vectors')}</h1>
      <p className="vectors-lead muted">{t('vectors.lead')}</p>
      <AlertBox />
      <StatusRow about="model" />
      <PairsSection />
      <BuildSection />
      <LibrarySection />
    </div>
  );
}
