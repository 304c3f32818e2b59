import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';

/** Asks before a folder that was left open is sealed: the program starts again for it. */
export function SealDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const { data } = useConsole();
  return (
    <ConfirmDialog
      title={text('data.open.title')}
      consequences={[text('data.open.restart'), text('data.open.ask')]}
      confirm={text('data.open.seal')}
      harmless
      carryOut={data.sealNow}
      onClose={onClose}
    />
  );
}
