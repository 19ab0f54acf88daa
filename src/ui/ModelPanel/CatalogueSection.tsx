/** The models of the hub that are known by name, each with what can be said before its repository is asked. */
import { useId } from 'react';
import { CATALOGUE, type CatalogueModel } from '../../core/catalogue/catalogue.ts';
import { isHandheld } from '../../state/models/handheld.ts';
import { expectedSizeText, parametersText, unlikelyText } from '../../state/models/words.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Switch } from '../controls/Switch.tsx';

interface CatalogueSectionProps {
  showsUnconfirmed: boolean;
  onShowUnconfirmed: (shows: boolean) => void;
}

export function CatalogueSection({ showsUnconfirmed, onShowUnconfirmed }: CatalogueSectionProps) {
  const id = useId();
  const models = CATALOGUE.filter((model) => model.isConfirmed || showsUnconfirmed);
  return (
    <section className="models-section card" aria-labelledby={id}>
      <div className="models-section-head">
        <h2 id={id}>{t('models.fromHub')}</h2>
        <div className="catalogue-switch small muted">
          <span aria-hidden="true">{t('models.unconfirmedAsWell')}</span>
          <Switch name={t('models.showUnconfirmed')} isOn={showsUnconfirmed} onChange={onShowUnconfirmed} />
        </div>
      </div>
      <p className="small muted">
        {t(showsUnconfirmed ? 'models.catalogueHintUnconfirmed' : 'models.catalogueHint')}
      </p>
      <ul className="catalogue-list">
        {models.map((model) => (
          <CatalogueItem key={model.id} model={model} />
        ))}
      </ul>
    </section>
  );
}

function CatalogueItem({ model }: { model: CatalogueModel }) {
  const device = useAppState((state) => state.models.device);
  const isStored = useAppState(({ models }) =>
    Boolean(models.storage?.models.some((stored) => stored.id === model.id && stored.isComplete)),
  );
  const isBusy = useAppState((state) => state.model.phase === 'loading');
  const { askForCatalogue } = useActions();
  const unlikely = device === null ? '' : unlikelyText(model, { ...device, isHandheld: isHandheld() });
  const { name, parameters, licence, notes, numLayers, hiddenSize } = model;
  return (
    <li className="catalogue-item">
      <div>
        <h3>{name}</h3>
        <p className="small muted numbers">
          {t('models.catalogueFacts', {
            parameters: parametersText(parameters),
            layers: numLayers,
            size: hiddenSize,
            bytes: expectedSizeText(model),
            licence: licence.name,
          })}
        </p>
        {notes.map((note) => (
          <p key={note} className="small muted">
            {t(`models.note_${note}`)}
          </p>
        ))}
        <p className="catalogue-marks small">
          {isStored ? <span data-mark="stored">{t('models.stored')}</span> : null}
          {unlikely ? <span>{unlikely}</span> : null}
          {model.isConfirmed ? null : <span>{t('models.unconfirmed')}</span>}
        </p>
      </div>
      <button
        type="button"
        className="button button-small"
        aria-label={t('models.chooseName', { name })}
        disabled={isBusy}
        onClick={() => void askForCatalogue(model.id)}
      >
        {t('models.choose')}
      </button>
    </li>
  );
}
