import { useEffect, useMemo, useState } from 'react';

import { numbersIn } from './numbers-in.ts';
import { useMay } from './rights.ts';
import { useConsole } from './services.ts';

const none: ReadonlySet<string> = new Set();

/**
 * The tenants with a number that the text gives, expected or linked. The main process looks them up, for the window has
 * the numbers masked only. Empty until it has answered.
 */
export function useNumberMatches(text: string): ReadonlySet<string> {
  const { tenants } = useConsole();
  const may = useMay();
  const wanted = useMemo(() => (may('link') ? numbersIn(text).join(' ') : ''), [text, may]);
  const [found, setFound] = useState({ wanted: '', ids: none });
  useEffect(() => {
    if (wanted === '') return undefined;
    let gone = false;
    async function ask(): Promise<void> {
      const answer = await tenants.withNumber({ endings: wanted.split(' ') });
      if (!gone) setFound({ wanted, ids: new Set<string>(answer.ok ? answer.value : []) });
    }
    void ask();
    return () => {
      gone = true;
    };
  }, [tenants, wanted]);
  return found.wanted === wanted ? found.ids : none;
}
