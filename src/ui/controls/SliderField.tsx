/** A slider with a spin button of the same name: drag to explore, type to be exact. */
import type { ReactNode } from 'react';
import type { Range } from '../../state/playground/settings.ts';
import { NumberField } from './NumberField.tsx';
import './SliderField.css';
import { asWritten } from '../../text/numbers.ts';

interface SliderFieldProps {
  /** accessible name */
  name: string;
  /** visible name; default: the accessible one */
  label?: string;
  /** name, track and value in one row, without ticks */
  isCompact?: boolean;
  value: number;
  range: Range;
  onChange: (value: number) => void;
  /** where the coloured part of the track begins; default: the minimum */
  origin?: number;
  /** the value in words, for screen readers */
  valueText?: string;
  isDisabled?: boolean;
  /** the thumb draws the eye once, where motion is welcome */
  breathes?: boolean;
  /** the key that leads here finds it by this name */
  shortcut?: string;
  /** between the name and the spin button */
  note?: ReactNode;
  /** behind the track */
  backdrop?: ReactNode;
  /** under the track, placed with `trackShare` */
  ticks?: ReactNode;
}

export function SliderField(props: SliderFieldProps) {
  const {
    name,
    label = name,
    isCompact = false,
    value,
    range,
    onChange,
    origin = range.min,
    isDisabled = false,
  } = props;
  const [from, to] = [trackShare(origin, range), trackShare(value, range)].toSorted((a, b) => a - b);
  return (
    <div
      className="slider-field"
      data-disabled={isDisabled || undefined}
      data-compact={isCompact || undefined}
      data-breathes={props.breathes || undefined}
    >
      <div className="slider-field-head">
        <span className="slider-field-name" aria-hidden="true">
          {label}
        </span>
        {isCompact ? null : <span className="slider-field-note muted small numbers">{props.note}</span>}
        <NumberField name={name} value={value} range={range} onChange={onChange} isDisabled={isDisabled} />
      </div>
      <div className="slider-field-track">
        {props.backdrop}
        <span className="slider-rail" aria-hidden="true">
          <span
            className="slider-fill"
            style={{ insetInlineStart: `${from! * 100}%`, width: `${(to! - from!) * 100}%` }}
          />
        </span>
        <input
          type="range"
          data-shortcut={props.shortcut}
          aria-label={name}
          aria-valuetext={props.valueText}
          min={range.min}
          max={range.max}
          step={range.step}
          value={value}
          disabled={isDisabled}
          onChange={({ target }) => onChange(Number(target.value))}
        />
      </div>
      {isCompact ? null : (
        <div className="slider-ticks small muted" aria-hidden="true">
          {props.ticks}
        </div>
      )}
    </div>
  );
}

/** 0 to 1 along the track, which runs from 9 px inside its left edge to 9 px inside its right one. */
export function trackShare(value: number, { min, max }: Range): number {
  return max === min ? 0 : (value - min) / (max - min);
}

interface TickProps {
  value: number;
  range: Range;
  word?: string;
  /** where the word stands; default: centred */
  side?: 'after';
}

/** A number under the track, aligned with where the thumb would be, and what it stands for. */
export function Tick({ value, range, word, side }: TickProps) {
  return (
    <span className="slider-tick numbers" style={{ insetInlineStart: `${trackShare(value, range) * 100}%` }}>
      {asWritten(value)}
      {word ? (
        <span className="slider-tick-word" data-side={side}>
          {word}
        </span>
      ) : null}
    </span>
  );
}
