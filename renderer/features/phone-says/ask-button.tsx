import { Smartphone } from 'lucide-react';
import { startTransition } from 'react';

import { useText } from '../../i18n/use-text.ts';
import { Button } from '../../ui/button.tsx';

/** Asks what the phone shows. */
export function AskButton({ onAsk }: { readonly onAsk: () => void }) {
  const text = useText();
  return (
    <Button
      needs="link"
      onPress={() => {
        startTransition(onAsk);
      }}
    >
      <Smartphone size={16} aria-hidden />
      {text('phone.ask')}
    </Button>
  );
}
