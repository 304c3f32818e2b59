import { evidenceSteps, isConnected } from '../../../shared/proof.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { DrawnTick } from '../../ui/drawn-tick.tsx';
import styles from './proof-stage.module.css';

/** In the code's place after the scan, until the link has held: how far the proof has come, and a tick once it is connected. */
export function ProofStage({ session }: { readonly session: SessionSnapshot }) {
  const { evidence } = session;
  const reached = evidenceSteps.filter((step) => evidence[step] !== undefined).length;
  const connected = isConnected(session);
  return (
    <div className={styles.proof}>
      <div className={styles.ring}>
        <svg viewBox="0 0 120 120" aria-hidden>
          <circle cx="60" cy="60" r="54" />
          <circle
            cx="60"
            cy="60"
            r="54"
            pathLength={evidenceSteps.length}
            strokeDasharray={`${String(reached)} ${String(evidenceSteps.length)}`}
          />
        </svg>
        {connected ? <DrawnTick size={64} /> : <p dir="ltr">{`${String(reached)}/${String(evidenceSteps.length)}`}</p>}
      </div>
    </div>
  );
}
