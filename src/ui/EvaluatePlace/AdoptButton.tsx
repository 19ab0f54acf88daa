/** Takes a setting that was found here to the playground. */
import type { ReactNode } from 'react';
import type { SteeringSetting } from '../../core/steering/setting.ts';
import { selectSteerable } from '../../state/selectors.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { placeHref } from '../places.ts';

interface AdoptButtonProps {
  vectorId: string;
  setting: SteeringSetting;
  children: ReactNode;
}

export function AdoptButton({ vectorId, setting, children }: AdoptButtonProps) {
  const isThere = useAppState((state) => selectSteerable(state, vectorId) !== null);
  const { adoptSetting } = useActions();
  if (!isThere) return <p className="small muted">{t('evaluate.vectorRemoved')}</p>;
  return (
    <div>
      <a className="button" href={placeHref('playground')} onClick={() => adoptSetting(vectorId, setting)}>
        {children}
      </a>
    </div>
  );
}
