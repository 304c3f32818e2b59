import { useState } from 'react';
import { useIntl } from 'react-intl';

import type { PhoneKind } from '../../../shared/diagnosis.ts';
import type { LinkingState } from '../../../shared/linking.ts';
import { isolate } from '../../i18n/isolate.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { progressOf } from '../../state/linking-progress.ts';
import { useConsole, useServices } from '../../state/services.ts';
import { Announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { AnyPhone } from './any-phone.tsx';
import { CurrentTenant } from './current-tenant.tsx';
import { LinkingBar } from './linking-bar.tsx';
import { LinkingList } from './linking-list.tsx';
import styles from './linking-page.module.css';
import { Wall } from './wall.tsx';
import { WayChoice } from './way-choice.tsx';

interface LinkingPageProps {
  readonly linking: LinkingState;
  readonly phone: PhoneKind;
  readonly onPhone: (phone: PhoneKind) => void;
  readonly onShowTenant: (tenantId: string) => void;
}

/** What changed last, for a screen reader: each link, and each that came to nothing. */
function useNews(linking: LinkingState): string {
  const text = useText();
  const { store } = useServices();
  const [seen, setSeen] = useState({ linking, news: '' });
  if (seen.linking !== linking) {
    const before = new Map(seen.linking.items.map((item) => [item.tenantId, item.state]));
    const nameOf = (id: string) => isolate(store.tenant(id)?.name ?? id);
    const told = linking.items.flatMap((item) => {
      if (before.get(item.tenantId) === item.state) return [];
      const name = nameOf(item.tenantId);
      const { state } = item;
      if (state === 'accepted' || state === 'linked' || state === 'failed')
        return [text(`linking.news.${state}`, { name })];
      if (state === 'waiting' && item.cause !== undefined) return [text('linking.news.fallen', { name })];
      return state === 'current' ? [text('linking.news.current', { name })] : [];
    });
    setSeen({ linking, news: told.length === 0 ? seen.news : told.join(' ') });
  }
  return seen.news;
}

/** Linking mode: who is next with the code at once; it goes on by itself as soon as WhatsApp has let a phone in. */
export function LinkingPage({ linking, phone, onPhone, onShowTenant }: LinkingPageProps) {
  const text = useText();
  const { formatList } = useIntl();
  const { linking: commands } = useConsole();
  const news = useNews(linking);
  const moments = useMoments();
  const { items, paused, pausedUntil, way, shared } = linking;
  const running = paused === 'no' && items.some(({ state }) => state === 'current' || state === 'waiting');
  const walled = way === 'wall' && running;
  const current = items.find(({ state }) => state === 'current');
  const counts = progressOf(linking);
  const { linked, open, done } = counts;
  const parts = (['linked', 'accepted', 'open'] as const).filter((part) => counts[part] > 0);
  const progress = text('linking.progress', { done, total: items.length });

  return (
    <article className={styles.page} data-way={way}>
      <div className={styles.screen} data-wall={walled || undefined}>
        <header className={styles.head}>
          <h1>{text('linking.title')}</h1>
          <LinkingBar linking={linking} />
          <WayChoice linking={linking} />
        </header>
        <ProgressBar label={progress} done={done} total={items.length} />
        {walled && <Wall linking={linking} onShowTenant={onShowTenant} />}
      </div>
      {way === 'any-phone' && running && shared !== undefined && (
        <AnyPhone items={items} session={shared} phone={phone} onPhone={onPhone} />
      )}
      {way === 'one' && current !== undefined && paused === 'no' && (
        <CurrentTenant
          key={current.tenantId}
          item={current}
          phone={phone}
          onPhone={onPhone}
          onShowTenant={onShowTenant}
        />
      )}
      {paused !== 'no' && (
        <section className={styles.rest}>
          <h2>
            {paused === 'attempts'
              ? text('wall.paused.attempts', { time: isolate(moments.short(pausedUntil ?? 0)) })
              : text(`linking.paused.${paused}`)}
          </h2>
          {paused === 'attempts' && (
            <p>{`${text('wall.paused.attempts.detail')} ${text('wall.paused.attempts.by-itself')}`}</p>
          )}
          <Button needs="link" look="primary" keys="P" autoFocus onPress={() => void commands.resume()}>
            {text('linking.resume')}
          </Button>
        </section>
      )}
      {current === undefined && !running && paused === 'no' && (
        <section className={styles.rest}>
          <h2>
            {linked === items.length
              ? text('linking.over', { count: linked })
              : formatList(
                  parts.map((part) => text(`linking.count.${part}`, { count: counts[part] })),
                  { type: 'unit' },
                )}
          </h2>
          {open > 0 && (
            <Button needs="link" look="primary" keys="R" autoFocus onPress={() => void commands.retry()}>
              {text('linking.retry', { count: open })}
            </Button>
          )}
        </section>
      )}
      <LinkingList items={items} onShowTenant={onShowTenant} />
      <Announce>{news}</Announce>
    </article>
  );
}
