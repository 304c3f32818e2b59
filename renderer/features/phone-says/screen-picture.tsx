import type { ReactNode } from 'react';

import type { PhoneKind, PhoneScreen } from '../../../shared/diagnosis.ts';
import { PhoneFrame, Words } from '../pairing/phone-frame.tsx';
import styles from './screen-picture.module.css';

/** The list of linked devices. */
function Devices({ ys = [40, 58] }: { readonly ys?: readonly number[] }) {
  return (
    <>
      <Words x={14} y={20} width={44} />
      {ys.map((y) => (
        <g key={y}>
          <rect x="14" y={y - 5} width="14" height="10" rx="2" className={styles.faint} />
          <Words x={34} y={y - 2} width={44} />
        </g>
      ))}
    </>
  );
}

/** The camera's frame around a code. */
function Finder() {
  return (
    <>
      <path d="M26 54v-12h12M62 42h12v12M74 78v12h-12M38 90h-12v-12" className={styles.line} />
      <path
        d="M36 52h10v10h-10zM54 52h10v10h-10zM36 70h10v10h-10zM54 70h4v4h-4zM60 76h4v4h-4z"
        className={styles.faint}
      />
    </>
  );
}

/** A message in front of the rest: Android's has its answer at the end, the iPhone's below a rule. */
function Alert({ phone, children }: { readonly phone: PhoneKind; readonly children: ReactNode }) {
  return phone === 'android' ? (
    <>
      <rect x="12" y="42" width="76" height="60" rx="8" className={styles.card} />
      <g transform="translate(28 57)">{children}</g>
      <Words x={42} y={52} width={36} />
      <Words x={42} y={60} width={28} />
      <Words x={20} y={74} width={58} />
      <rect x="62" y="88" width="18" height="5" rx="2.5" className={styles.mark} />
    </>
  ) : (
    <>
      <rect x="16" y="38" width="68" height="68" rx="12" className={styles.card} />
      <g transform="translate(50 53)">{children}</g>
      <Words x={28} y={68} width={44} />
      <Words x={34} y={77} width={32} />
      <path d="M16 88h68" className={styles.rule} />
      <rect x="42" y="94" width="16" height="5" rx="2.5" className={styles.mark} />
    </>
  );
}

/** Around (0, 0), some sixteen wide. */
const clock = (
  <>
    <circle r="7.5" className={styles.line} />
    <path d="M0-4v4l3 2.5" className={styles.line} />
  </>
);
const noConnection = (
  <>
    <path d="M-8-2.5a12 12 0 0 1 16 0M-4.5 1.5a7 7 0 0 1 9 0" className={styles.line} />
    <circle cy="5" r="1.6" className={styles.mark} />
    <path d="M-7 7 7-7" className={styles.line} />
  </>
);
const tooMany = (
  <>
    <rect x="-8" y="-6" width="10" height="8" rx="1.5" className={styles.line} />
    <rect x="-2" y="-1" width="10" height="8" rx="1.5" className={styles.line} />
  </>
);
const cross = <path d="M-5-5 5 5M5-5-5 5" className={styles.line} />;

function Update() {
  return (
    <>
      <circle cx="50" cy="54" r="19" className={styles.soft} />
      <path d="M50 44v19M42 56l8 8 8-8" className={styles.line} />
      <Words x={26} y={84} width={48} />
      <Words x={34} y={93} width={32} />
      <rect x="24" y="108" width="52" height="13" rx="6.5" className={styles.mark} />
    </>
  );
}

function Passkey({ phone }: { readonly phone: PhoneKind }) {
  return (
    <>
      <Devices />
      <path d="M8 78q0-8 8-8h68q8 0 8 8v52H8z" className={styles.card} />
      {phone === 'android' ? (
        <g transform="translate(50 99)">
          <path
            d="M-10 5c-2-9 3-17 10-17s12 8 10 17M-6 8c-2-8 1-15 6-15s8 7 6 15M-2 10c-1-6 0-12 2-12s3 6 2 12"
            className={styles.line}
          />
        </g>
      ) : (
        <g transform="translate(50 98)">
          <path d="M-13-7v-6h6M7-13h6v6M13 7v6h-6M-7 13h-6V7" className={styles.line} />
          <path d="M-5-4v2M5-4v2M0-4v5h-2M-5 5q5 4 10 0" className={styles.line} />
        </g>
      )}
      <Words x={32} y={120} width={36} />
    </>
  );
}

function LoggingIn() {
  return (
    <>
      <Devices ys={[40]} />
      <rect x="11" y="52" width="78" height="24" rx="5" className={styles.soft} />
      <path d="M29 64a7 7 0 1 1-7-7" className={styles.line} />
      <rect x="36" y="59" width="38" height="4" rx="2" className={styles.mark} />
      <Words x={36} y={67} width={26} />
    </>
  );
}

function Linked() {
  return (
    <>
      <Devices ys={[40]} />
      <rect x="11" y="52" width="78" height="24" rx="5" className={styles.soft} />
      <path d="M17 64l4 4 8-9" className={styles.line} />
      <rect x="36" y="59" width="38" height="4" rx="2" className={styles.mark} />
      <Words x={36} y={67} width={26} />
    </>
  );
}

function pictureOf(screen: PhoneScreen, phone: PhoneKind): ReactNode {
  switch (screen) {
    case 'try-later':
      return <Alert phone={phone}>{clock}</Alert>;
    case 'check-connection':
      return <Alert phone={phone}>{noConnection}</Alert>;
    case 'update-app':
      return <Update />;
    case 'invalid-code':
      return (
        <>
          <Finder />
          <rect x="14" y="104" width="72" height="18" rx={phone === 'android' ? 4 : 9} className={styles.card} />
          <g transform="translate(25 113) scale(.7)">{cross}</g>
          <Words x={36} y={111} width={40} />
        </>
      );
    case 'passkey':
      return <Passkey phone={phone} />;
    case 'logging-in':
      return <LoggingIn />;
    case 'linked':
      return <Linked />;
    case 'device-limit':
      return <Alert phone={phone}>{tooMany}</Alert>;
    case 'nothing':
      return <Finder />;
  }
}

/** What the phone shows, for the phone at hand. The words beside it say it; this is for the eye. */
export function ScreenPicture({ screen, phone }: { readonly screen: PhoneScreen; readonly phone: PhoneKind }) {
  return <PhoneFrame phone={phone}>{pictureOf(screen, phone)}</PhoneFrame>;
}
