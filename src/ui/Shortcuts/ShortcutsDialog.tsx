/** All shortcuts by where they work, and the switch for those of one character. */
import { Fragment } from 'react';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { ModalDialog } from '../controls/ModalDialog.tsx';
import { Switch } from '../controls/Switch.tsx';
import { keyText, LISTED, type ListedShortcut, PLACE_PREFIX } from './keys.ts';
import './Shortcuts.css';

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const hasSingleKeys = useAppState((state) => state.settings.hasSingleKeys);
  const { setSingleKeys } = useActions();
  return (
    <ModalDialog title={t('shortcuts.title')} className="shortcuts" onClose={onClose}>
      {() => (
        <>
          <div className="shortcuts-switch">
            <div>
              <p>{t('shortcuts.singleKeys')}</p>
              <p className="small muted">{t('shortcuts.singleKeysNote')}</p>
            </div>
            <Switch name={t('shortcuts.singleKeys')} isOn={hasSingleKeys} onChange={setSingleKeys} />
          </div>
          <div className="shortcuts-groups">
            {LISTED.map(({ title, shortcuts }) => (
              <section key={title}>
                <h3>{t(title)}</h3>
                <dl>
                  {shortcuts.map((shortcut) => (
                    <div key={shortcut.words} data-off={(shortcut.isSingle && !hasSingleKeys) || undefined}>
                      <dt>{t(shortcut.words)}</dt>
                      <dd>
                        <Keys shortcut={shortcut} />
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
        </>
      )}
    </ModalDialog>
  );
}

function Keys({ shortcut: { keys } }: { shortcut: ListedShortcut }) {
  return keys.map((together, index) => (
    <Fragment key={together.join()}>
      {index > 0 ? ` ${t('shortcuts.or')} ` : null}
      {together.map((key, place) => (
        <Fragment key={key}>
          {place > 0 ? (together[0] === PLACE_PREFIX ? ` ${t('shortcuts.andThen')} ` : ' + ') : null}
          <kbd>{keyText(key)}</kbd>
        </Fragment>
      ))}
    </Fragment>
  ));
}
