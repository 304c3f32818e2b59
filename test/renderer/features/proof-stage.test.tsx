import { expect, it } from 'vitest';

import { ProofStage } from '../../../renderer/features/pairing/proof-stage.tsx';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { renderPart } from '../support/render-part.tsx';

const evidence = {
  'account-verified': 1,
  'credentials-saved': 2,
  'new-socket': 3,
  'login-accepted': 4,
  'keys-at-server': 5,
};
const connected: SessionSnapshot = { phase: 'connected', since: 0, evidence };

it('draws the tick for a link that is connected, and for no other that WhatsApp has let in', async () => {
  const { container, unmount } = await renderPart(<ProofStage session={connected} />);
  expect(container.querySelectorAll('svg')).toHaveLength(2);
  expect(container.textContent).toBe('');
  unmount();
  const wrongNumber = { expected: '972•••••••17', linked: '972•••••••23' };
  const waiting: SessionSnapshot = { ...connected, phase: 'awaiting-acceptance', wrongNumber };
  const other = await renderPart(<ProofStage session={waiting} />);
  expect(other.container.querySelectorAll('svg')).toHaveLength(1);
  expect(other.container.textContent).toBe('5/6');
});
