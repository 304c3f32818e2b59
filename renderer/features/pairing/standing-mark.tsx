import {
  CircleDashed,
  Hourglass,
  KeyRound,
  Keyboard,
  LoaderCircle,
  OctagonAlert,
  QrCode,
  RefreshCw,
  ShieldCheck,
  ShieldEllipsis,
  TriangleAlert,
  UserRoundX,
  WifiOff,
  type LucideIcon,
} from 'lucide-react';

import { toneOf, type Standing } from '../../state/standing.ts';
import styles from './standing-mark.module.css';

/** Each standing has its shape, so that nothing rests on colour alone. */
const shapeOf: Readonly<Record<Standing, LucideIcon>> = {
  idle: CircleDashed,
  connecting: LoaderCircle,
  'awaiting-scan': QrCode,
  'awaiting-code': Keyboard,
  claimed: LoaderCircle,
  'code-typed': LoaderCircle,
  'awaiting-passkey': KeyRound,
  pairing: LoaderCircle,
  restarting: LoaderCircle,
  verifying: LoaderCircle,
  settling: LoaderCircle,
  probation: ShieldEllipsis,
  stable: ShieldCheck,
  'awaiting-acceptance': UserRoundX,
  reconnecting: RefreshCw,
  stopping: LoaderCircle,
  expired: Hourglass,
  offline: WifiOff,
  restricted: TriangleAlert,
  unsaved: OctagonAlert,
  'no-room': TriangleAlert,
  stopped: OctagonAlert,
};

interface StandingMarkProps {
  readonly standing: Standing;
  /** Pixels. */
  readonly size: number;
}

/** Decorative: the words always stand beside it. */
export function StandingMark({ standing, size }: StandingMarkProps) {
  const Shape = shapeOf[standing];
  const turning = Shape === LoaderCircle || Shape === RefreshCw;
  return (
    <Shape
      aria-hidden
      size={size}
      strokeWidth={1.9}
      className={styles.mark}
      data-tone={toneOf[standing]}
      data-turning={turning || undefined}
    />
  );
}
