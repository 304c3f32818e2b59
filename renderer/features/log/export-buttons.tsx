import { Download } from 'lucide-react';

import type { JournalEntry } from '../../../shared/journal.ts';
import { useText } from '../../i18n/use-text.ts';
import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { jsonOf, logCsv } from './export-log.ts';
import styles from './failure-log.module.css';

/** Saves exactly the entries that are shown. */
export function ExportButtons({ entries }: { readonly entries: readonly JournalEntry[] }) {
  const text = useText();
  const practising = useServices().info?.practice ?? false;
  const name = () => `${practising ? 'practice-' : ''}scan-failures-${new Date().toISOString().slice(0, 10)}`;
  const formats = {
    CSV: () =>
      saveFile(
        `${name()}.csv`,
        'text/csv',
        logCsv(entries, (cause) => text(`cause.${cause}.title`)),
      ),
    JSON: () => saveFile(`${name()}.json`, 'application/json', jsonOf(entries)),
  };
  return (
    <div className={styles.exports}>
      {Object.entries(formats).map(([format, save]) => (
        <Button needs="administer" key={format} look="quiet" onPress={save} aria-label={text('log.save', { format })}>
          <Download size={15} aria-hidden />
          <Ltr>{format}</Ltr>
        </Button>
      ))}
    </div>
  );
}
