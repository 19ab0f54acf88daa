/** The Models place: what is loaded, what could be, and what is kept on this device. A folder can be dropped anywhere. */
import { lazy, Suspense, useEffect, useState } from 'react';
import { deviceText } from '../../state/models/words.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { AlertBox } from '../Messages/AlertBox.tsx';
import { StatusRow } from '../Messages/StatusRow.tsx';
import { CatalogueSection } from './CatalogueSection.tsx';
import { ModelFacts } from './ModelFacts.tsx';
import { ModelForm } from './ModelForm.tsx';
import { OfferCard } from './OfferCard.tsx';
import { StoredSection } from './StoredSection.tsx';
import { useFolderDrop } from './useFolderDrop.ts';
import './ModelPanel.css';
import { t } from '../../text/text.ts';

const BenchmarkPanel = lazy(async () => ({
  default: (await import('../BenchmarkPanel/BenchmarkPanel.tsx')).BenchmarkPanel,
}));

export function ModelsPlace() {
  const isLoading = useAppState((state) => state.model.phase === 'loading');
  const hasOffer = useAppState((state) => state.models.offer !== null);
  const device = useAppState((state) => state.models.device);
  const { readDevice, readStorage, askForFolder } = useActions();
  const [showsUnconfirmed, setShowsUnconfirmed] = useState(false);
  const { isDragging, handlers } = useFolderDrop((files) => void askForFolder(files));

  useEffect(() => {
    void readDevice();
    void readStorage();
  }, [readDevice, readStorage]);

  return (
    <div className="models-place" {...handlers}>
      <h1>{t('shell.models')}</h1>
      <p className="models-lead muted">
        {t('models.lead')} {device ? deviceText(device) : null}
      </p>
      <AlertBox />
      {isLoading ? <StatusRow /> : null}
      <div className="models-columns">
        <div className="models-column">
          <ModelForm showsUnconfirmed={showsUnconfirmed} />
          {hasOffer ? <OfferCard /> : null}
        </div>
        <ModelFacts />
      </div>
      <StoredSection />
      <CatalogueSection showsUnconfirmed={showsUnconfirmed} onShowUnconfirmed={setShowsUnconfirmed} />
      <Suspense>
        <BenchmarkPanel />
      </Suspense>
      {isDragging ? (
        <p className="models-drop" aria-hidden="true">
          {t('models.drop')}
        </p>
      ) : null}
    </div>
  );
}
