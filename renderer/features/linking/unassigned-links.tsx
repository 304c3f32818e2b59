import { UserRoundX } from 'lucide-react';
import { useState } from 'react';

import type { UnassignedLink } from '../../../shared/linking.ts';
import { mayBeLinked } from '../../../shared/proof.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { isolate, isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole, useRoster, useServices } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ComboBox } from '../../ui/combo-box.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import styles from './unassigned-links.module.css';

interface Asked {
  readonly link: UnassignedLink;
  readonly what: 'assign' | 'refuse';
}

function AssignDialog({ link, onClose }: { readonly link: UnassignedLink; readonly onClose: () => void }) {
  const text = useText();
  const { store } = useServices();
  const { unassigned } = useConsole();
  const command = useCommand();
  const free = useRoster().flatMap(({ id }) => {
    const tenant = store.tenant(id);
    return tenant === undefined || mayBeLinked(tenant.session) ? [] : [tenant];
  });
  const [chosen, setChosen] = useState<TenantId | undefined>(() => free.find(({ id }) => id === link.tenantId)?.id);
  async function submit(): Promise<void> {
    if (chosen === undefined) return;
    const linkId = link.id;
    if (await command.run(() => unassigned.assign({ linkId, tenantId: chosen }))) onClose();
  }
  return (
    <ModalDialog title={text('wall.waiting.assign.title', { number: isolateLtr(link.maskedNumber) })} onClose={onClose}>
      <DialogForm onSubmit={submit}>
        {free.length === 0 ? (
          <p>{text('wall.waiting.assign.none')}</p>
        ) : (
          <ComboBox
            label={text('wall.waiting.assign.tenant')}
            value={chosen}
            options={free.map(({ id, name, expectedNumberMasked }) => ({
              value: id,
              label: name,
              aside: expectedNumberMasked ?? id,
            }))}
            onChange={(value) => setChosen(free.find(({ id }) => id === value)?.id)}
          />
        )}
        <FormEnd
          state={command.state}
          submit={text('wall.waiting.assign.submit')}
          isDisabled={chosen === undefined}
          onCancel={onClose}
        />
      </DialogForm>
    </ModalDialog>
  );
}

/** Links by the shared code that no tenant was to have. Each waits for a person, who assigns it or logs it out. */
export function UnassignedLinks({ links }: { readonly links: readonly UnassignedLink[] }) {
  const text = useText();
  const { store } = useServices();
  const { unassigned } = useConsole();
  const [asked, setAsked] = useState<Asked>();
  const [told, setTold] = useState<string>();
  const close = () => setAsked(undefined);
  /** What was told of an earlier one must not be taken for this one. */
  function ask(next: Asked): void {
    setTold(undefined);
    setAsked(next);
  }
  const number = isolateLtr(asked?.link.maskedNumber ?? '');
  return (
    <>
      {links.length > 0 && (
        <section className={styles.links} aria-labelledby="unassigned-links">
          <h2 id="unassigned-links">
            <UserRoundX size={18} aria-hidden />
            {text('wall.waiting.title', { count: links.length })}
          </h2>
          <ul>
            {links.map((link) => (
              <li key={link.id} className={styles.link}>
                <p className={styles.words}>
                  <Ltr mono>{link.maskedNumber}</Ltr>{' '}
                  {text(`wall.waiting.${link.why}`, {
                    name: isolate(store.tenant(link.tenantId ?? '')?.name ?? link.tenantId ?? ''),
                  })}{' '}
                  {!link.accepted && text('wall.waiting.arriving')}
                </p>
                <Button needs="link" look="primary" onPress={() => ask({ link, what: 'assign' })}>
                  {text('wall.waiting.assign')}
                </Button>
                <Button needs="link" isDisabled={!link.accepted} onPress={() => ask({ link, what: 'refuse' })}>
                  {text('wall.waiting.refuse')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p role="status" className={styles.told}>
        {told}
      </p>
      {asked?.what === 'assign' && <AssignDialog link={asked.link} onClose={close} />}
      {asked?.what === 'refuse' && (
        <ConfirmDialog
          title={text('wall.waiting.refuse.title', { number })}
          consequences={[text('wall.waiting.refuse.detail')]}
          confirm={text('wall.waiting.refuse')}
          carryOut={async () => {
            const answer = await unassigned.refuse({ linkId: asked.link.id });
            if (answer.ok) {
              setTold(text(answer.value.loggedOut ? 'wall.waiting.refused' : 'wall.waiting.unconfirmed', { number }));
            }
            return answer;
          }}
          onClose={close}
        />
      )}
    </>
  );
}
