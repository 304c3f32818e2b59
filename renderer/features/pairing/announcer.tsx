import { useState } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import { isolate } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { standingOf, type Standing } from '../../state/standing.ts';
import { Announce } from '../../ui/announce.tsx';

interface Seen {
  readonly tenantId: string;
  readonly standing: Standing;
  /** Whether it changed while the tenant was in view: what was there on arrival is read with the page. */
  readonly changed: boolean;
}

/** Tells a screen reader, once and politely, each time the tenant in view comes to stand differently. */
export function Announcer({ tenant }: { readonly tenant: TenantView }) {
  const text = useText();
  const standing = standingOf(tenant.session);
  const [seen, setSeen] = useState<Seen>({ tenantId: tenant.id, standing, changed: false });
  if (seen.tenantId !== tenant.id) setSeen({ tenantId: tenant.id, standing, changed: false });
  else if (seen.standing !== standing) setSeen({ tenantId: tenant.id, standing, changed: true });
  return (
    <Announce throughDialogs>
      {seen.changed ? `${isolate(tenant.name)}: ${text(`standing.${seen.standing}.title`)}` : ''}
    </Announce>
  );
}
