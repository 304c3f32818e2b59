import type { PhoneKind } from '../../../shared/diagnosis.ts';
import { PhoneFrame, Words } from './phone-frame.tsx';
import styles from './phone-picture.module.css';

function Chats() {
  return [36, 58, 80].map((y) => (
    <g key={y}>
      <circle cx="22" cy={y} r="7" className={styles.words} />
      <Words x={34} y={y - 5} width={36} />
      <Words x={34} y={y + 2} width={24} />
    </g>
  ));
}

/** The three dots of Android's menu, top and at the end. */
function AndroidMenu() {
  return (
    <>
      <Words x={14} y={17} width={34} />
      <Chats />
      <circle cx="80" cy="19" r="9" className={styles.target} />
      {[14.5, 19, 23.5].map((y) => (
        <circle key={y} cx="80" cy={y} r="1.6" className={styles.mark} />
      ))}
    </>
  );
}

/** The menu that the dots open, with its entry for linked devices. */
function AndroidDevices() {
  return (
    <>
      <Words x={14} y={17} width={28} />
      <Chats />
      <rect x="32" y="12" width="56" height="78" rx="6" className={styles.sheet} />
      {[20, 33, 63, 76].map((y) => (
        <Words key={y} x={40} y={y} width={y === 33 ? 26 : 36} />
      ))}
      <rect x="35" y="42" width="50" height="15" rx="4" className={styles.target} />
      <rect x="40" y="47.5" width="38" height="4" rx="2" className={styles.mark} />
    </>
  );
}

/** The last tab of the bar at the bottom. */
function IphoneMenu() {
  return (
    <>
      <Words x={14} y={17} width={30} />
      <Chats />
      <path d="M8 112h84" className={styles.rule} />
      {[18, 34, 50, 66].map((x) => (
        <rect key={x} x={x - 4} y="118" width="8" height="8" rx="2" className={styles.words} />
      ))}
      <circle cx="82" cy="122" r="9" className={styles.target} />
      <circle cx="82" cy="119.5" r="2.6" className={styles.mark} />
      <path d="M77.5 127a4.5 4.5 0 0 1 9 0z" className={styles.mark} />
    </>
  );
}

/** The settings, with their row for linked devices. */
function IphoneDevices() {
  return (
    <>
      <circle cx="24" cy="24" r="9" className={styles.words} />
      <Words x={38} y={18} width={34} />
      <Words x={38} y={26} width={22} />
      {[46, 82, 100].map((y) => (
        <g key={y}>
          <rect x="16" y={y - 4} width="8" height="8" rx="2" className={styles.words} />
          <Words x={30} y={y - 2} width={40} />
        </g>
      ))}
      <rect x="11" y="55" width="78" height="18" rx="5" className={styles.target} />
      <rect x="16" y="60" width="8" height="8" rx="2" className={styles.mark} />
      <rect x="30" y="62" width="42" height="4" rx="2" className={styles.mark} />
    </>
  );
}

/** The camera, looking for a code. */
function Scanning() {
  return (
    <>
      <Words x={32} y={20} width={36} />
      <path d="M24 58v-14h14M62 44h14v14M76 82v14h-14M38 96h-14v-14" className={styles.finder} />
      {[
        [34, 54],
        [56, 54],
        [34, 76],
      ].map(([x, y]) => (
        <rect key={`${String(x)} ${String(y)}`} x={x} y={y} width="10" height="10" rx="1" className={styles.code} />
      ))}
      <path d="M56 76h4v4h-4zM62 82h4v4h-4zM56 82h2v4h-2zM48 66h4v4h-4z" className={styles.mark} />
    </>
  );
}

/** Eight places for characters, in two groups. */
function Typing() {
  return (
    <>
      <Words x={24} y={24} width={52} />
      <Words x={32} y={34} width={36} />
      {[12, 21.5, 31, 40.5, 52, 61.5, 71, 80.5].map((x) => (
        <rect key={x} x={x} y={54} width="7.5" height="14" rx="2" className={styles.target} />
      ))}
      {[92, 104, 116].map((y) => (
        <g key={y}>
          {[18, 40, 62].map((x) => (
            <rect key={x} x={x} y={y} width="20" height="8" rx="2" className={styles.words} />
          ))}
        </g>
      ))}
    </>
  );
}

const screens = {
  android: { menu: AndroidMenu, devices: AndroidDevices, scan: Scanning, code: Typing },
  iphone: { menu: IphoneMenu, devices: IphoneDevices, scan: Scanning, code: Typing },
} as const;

interface PhonePictureProps {
  readonly phone: PhoneKind;
  readonly step: 'menu' | 'devices' | 'scan' | 'code';
}

/** Where to tap, marked. */
export function PhonePicture({ phone, step }: PhonePictureProps) {
  const Screen = screens[phone][step];
  return (
    <PhoneFrame phone={phone} directed={step === 'menu' || step === 'devices'}>
      <Screen />
    </PhoneFrame>
  );
}
