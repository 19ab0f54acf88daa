import { t } from '../../text/text.ts';
import './Switch.css';

interface SwitchProps {
  name: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** A native checkbox that looks and answers as a switch. */
export function Switch({ name, isOn, onChange }: SwitchProps) {
  return (
    <label className="switch">
      <input
        type="checkbox"
        role="switch"
        aria-label={name}
        checked={isOn}
        aria-checked={isOn}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span className="switch-state small" aria-hidden="true">
        {t(isOn ? 'controls.on' : 'controls.off')}
      </span>
    </label>
  );
}
