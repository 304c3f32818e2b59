import { ExternalLink } from 'lucide-react';
import { useId } from 'react';

import type { Said } from '../../../shared/failure.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './said-by-whatsapp.module.css';

/** WhatsApp's own words to the person, in the language it chose, and the page it points to, which opens on request. */
export function SaidByWhatsApp({ said }: { readonly said: Said }) {
  const label = useText();
  const { app } = useConsole();
  const open = useCommand();
  const id = useId();
  const { title, text, url } = said;
  return (
    <figure className={styles.said} aria-labelledby={id}>
      <figcaption id={id}>{label('said.title')}</figcaption>
      <blockquote dir="auto">
        {title !== undefined && <p className={styles.title}>{title}</p>}
        {text !== undefined && <p>{text}</p>}
      </blockquote>
      {url !== undefined && (
        <div className={styles.link}>
          <Button onPress={() => void open.run(() => app.openLink({ url }))}>
            <ExternalLink size={16} aria-hidden />
            {label('said.open')}
          </Button>
          <Ltr>{url}</Ltr>
        </div>
      )}
      {open.state.kind === 'failed' && <ErrorLine error={open.state.error} />}
    </figure>
  );
}
