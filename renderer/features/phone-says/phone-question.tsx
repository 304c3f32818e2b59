import { lazy, Suspense } from 'react';

import type { PhoneKind } from '../../../shared/diagnosis.ts';
import { useConsole } from '../../state/services.ts';

const PhoneSaysDialog = lazy(async () => ({ default: (await import('./phone-says-dialog.tsx')).PhoneSaysDialog }));

/** What the phone's answer is about: a scan that was claimed at `since` (epoch ms), or an entry of the log. */
export type Question =
  | { readonly kind: 'claim'; readonly tenantId: string; readonly since: number }
  | { readonly kind: 'entry'; readonly id: string };

interface PhoneQuestionProps {
  readonly question: Question | undefined;
  readonly phone: PhoneKind;
  readonly onClose: () => void;
}

/** The question while it is open. It belongs to the page, since what it is about may go from view meanwhile. */
export function PhoneQuestion({ question, phone, onClose }: PhoneQuestionProps) {
  const { session, journal } = useConsole();
  if (question === undefined) return null;
  return (
    <Suspense fallback={null}>
      <PhoneSaysDialog
        phone={phone}
        tell={(answer) =>
          question.kind === 'claim'
            ? session.phoneSays({ tenantId: question.tenantId, since: question.since, answer })
            : journal.phoneSays({ id: question.id, answer })
        }
        onClose={onClose}
      />
    </Suspense>
  );
}
