import { KeyRound, LoaderCircle, SkipForward, SquareArrowOutUpRight, UserRoundX } from 'lucide-react';
import { useEffect, useState } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import type { LinkingState } from '../../../shared/linking.ts';
import { isConnected } from '../../../shared/proof.ts';
import { isolate } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole, useTenant } from '../../state/services.ts';
import { standingOf, toneOf } from '../../state/standing.ts';
import { Button } from '../../ui/button.tsx';
import { DrawnTick } from '../../ui/drawn-tick.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { CountdownRing } from '../pairing/countdown-ring.tsx';
import { QrPicture } from '../pairing/qr-picture.tsx';
import { useShownQr } from '../pairing/use-shown-qr.ts';
import styles from './wall.module.css';

/** How long a tile stays green before the next code takes its place, in ms. */
const greenMs = 2_500;

interface TileProps {
  readonly place: number;
  readonly tenantId: string | undefined;
  readonly onShowTenant: (tenantId: string) => void;
}

/** The tenant whose link was proven here a moment ago. */
function useProven(tenantId: string | undefined): TenantView | undefined {
  const [last, setLast] = useState(tenantId);
  const [before, setBefore] = useState<string>();
  if (tenantId !== last) {
    setBefore(last);
    setLast(tenantId);
  }
  const tenant = useTenant(before ?? '');
  useEffect(() => {
    if (before === undefined) return;
    const timer = setTimeout(() => setBefore(undefined), greenMs);
    return () => clearTimeout(timer);
  }, [before]);
  return tenant !== undefined && isConnected(tenant.session) ? tenant : undefined;
}

function Code({ session }: Pick<TenantView, 'session'>) {
  const text = useText();
  const qr = useShownQr(session);
  if (session.wrongNumber !== undefined) return <UserRoundX size={44} aria-hidden className={styles.needed} />;
  if (session.passkey !== undefined) return <KeyRound size={44} aria-hidden className={styles.needed} />;
  if (qr === undefined) {
    return (
      <div className={styles.fetching}>
        <LoaderCircle size={28} className={styles.turning} role="img" aria-label={text('wall.tile.fetching')} />
      </div>
    );
  }
  return <QrPicture qr={qr} />;
}

function Live({ tenant, onShowTenant }: { readonly tenant: TenantView } & Pick<TileProps, 'onShowTenant'>) {
  const text = useText();
  const { linking } = useConsole();
  const { session, id } = tenant;
  const name = isolate(tenant.name);
  const { wrongNumber, passkey, qr } = session;
  const words =
    wrongNumber !== undefined
      ? text('wall.tile.another-number')
      : passkey !== undefined
        ? text('wall.tile.passkey')
        : text(`standing.${standingOf(session)}.label`);
  return (
    <>
      <div className={styles.code}>
        <Code session={session} />
      </div>
      <div className={styles.side}>
        <h2 className={styles.name} dir="auto" title={tenant.name}>
          {tenant.name}
        </h2>
        {tenant.expectedNumberMasked !== undefined && <Ltr mono>{tenant.expectedNumberMasked}</Ltr>}
        <p className={styles.standing} data-code={qr !== undefined || undefined}>
          {words}
        </p>
        {qr !== undefined && <CountdownRing offer={qr} />}
        <div className={styles.buttons}>
          <Button
            needs="link"
            look="quiet"
            icon
            aria-label={text('wall.tile.skip', { name })}
            keys="N"
            onPress={({ target }) => {
              // The tile stays for the next tenant; the button goes.
              target.closest<HTMLElement>('[data-own-keys]')?.focus();
              void linking.skipTenant({ tenantId: id });
            }}
          >
            <SkipForward size={16} aria-hidden className={styles.arrow} />
          </Button>
          <Button look="quiet" icon aria-label={text('wall.tile.open', { name })} onPress={() => onShowTenant(id)}>
            <SquareArrowOutUpRight size={16} aria-hidden className={styles.arrow} />
          </Button>
        </div>
      </div>
    </>
  );
}

function Tile({ place, tenantId, onShowTenant }: TileProps) {
  const text = useText();
  const tenant = useTenant(tenantId ?? '');
  const proven = useProven(tenantId);
  const tone = proven !== undefined ? 'proven' : tenant === undefined ? 'neutral' : toneOf[standingOf(tenant.session)];
  return (
    <li
      className={styles.tile}
      data-tone={tone}
      data-own-keys
      tabIndex={-1}
      aria-label={(proven ?? tenant)?.name ?? text('wall.tile.free')}
    >
      <span className={styles.place} aria-hidden>
        {place + 1}
      </span>
      {proven !== undefined ? (
        <div className={styles.proven}>
          <DrawnTick size={72} />
          <h2>
            <bdi>{proven.name}</bdi>
          </h2>
          <p>{text(`standing.${standingOf(proven.session)}.title`)}</p>
        </div>
      ) : tenant === undefined ? (
        <p className={styles.free}>{text('wall.tile.free')}</p>
      ) : (
        <Live key={tenant.id} tenant={tenant} onShowTenant={onShowTenant} />
      )}
    </li>
  );
}

/** Several codes at once. A tile turns green with the proof of its link, and the next tenant's code takes its place. */
export function Wall({ linking, onShowTenant }: { readonly linking: LinkingState } & Pick<TileProps, 'onShowTenant'>) {
  const text = useText();
  const { items, tiles } = linking;
  return (
    <ul className={styles.wall} data-tiles={tiles} aria-label={text('wall.title')}>
      {Array.from({ length: tiles }, (_, place) => {
        const item = items.find((each) => each.state === 'current' && each.place === place);
        return <Tile key={place} place={place} tenantId={item?.tenantId} onShowTenant={onShowTenant} />;
      })}
    </ul>
  );
}
