import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';

import styles from './resizer.module.css';

interface ResizerProps {
  readonly label: string;
  /** Pixels of the part before it. */
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** While it moves, and once it rests. */
  readonly onMove: (value: number) => void;
  readonly onRest: (value: number) => void;
}

/** Pixels a press of an arrow moves it. */
const stride = 16;

/** The edge between two parts: dragged, or moved with the arrow keys. It follows the reading direction. */
export function Resizer({ label, value, least, most, onMove, onRest }: ResizerProps) {
  const [start, setStart] = useState<{ readonly x: number; readonly value: number }>();
  /** Where the pointer has moved it, which may not be drawn yet when it is let go. */
  const moved = useRef(value);
  const within = (wanted: number) => Math.round(Math.max(least, Math.min(most, wanted)));
  const forward = () => (document.documentElement.dir === 'rtl' ? -1 : 1);

  function drag({ clientX }: PointerEvent): void {
    if (start === undefined) return;
    moved.current = within(start.value + (clientX - start.x) * forward());
    onMove(moved.current);
  }
  function press(event: KeyboardEvent): void {
    const strides: Readonly<Record<string, number>> = { ArrowRight: forward(), ArrowLeft: -forward() };
    const ends: Readonly<Record<string, number>> = { Home: least, End: most };
    const next = ends[event.key] ?? value + (strides[event.key] ?? 0) * stride;
    if (next === value) return;
    event.preventDefault();
    onRest(within(next));
  }
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      className={styles.resizer}
      data-moving={start !== undefined || undefined}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        moved.current = value;
        setStart({ x: event.clientX, value });
      }}
      onPointerMove={drag}
      // Comes after every release, and where the system takes the pointer away.
      onLostPointerCapture={() => {
        setStart(undefined);
        onRest(moved.current);
      }}
      onKeyDown={press}
    />
  );
}
