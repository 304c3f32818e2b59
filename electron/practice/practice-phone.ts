import type { PasskeyAssertion, PasskeyRequest } from '../../shared/passkey.ts';
import type { PracticeState } from '../../shared/practice.ts';
import type { LoopbackWhatsApp } from '../loopback/endpoint.ts';
import type { Clock } from '../pairing/ports.ts';

/** The phone that staff practise with, and the network between it and the console. */
export interface PracticePhone {
  state(): PracticeState;
  /** Resolves when the phone knows what became of it. */
  scan(qrText: string): Promise<void>;
  /** Types in a linking code; resolves as `scan` does. */
  enterCode(code: string): Promise<void>;
  rejectNext(): void;
  /** Whether the account wants its passkey whenever it is linked. */
  setPasskey(wanted: boolean): void;
  /** What the account's passkey says to a request; there is no device that could be asked. */
  answerPasskey(request: PasskeyRequest): PasskeyAssertion;
  setOffline(offline: boolean): Promise<void>;
  /** `false`: no such device is linked. */
  unlink(id: string): boolean;
  setNetwork(up: boolean): Promise<void>;
}

/** From the numbers that Ofcom keeps free for drama: it can be nobody's. */
const number = '447700900123';
const numberInWords = '+44 7700 900123';
const keptMessages = 50;

/** `onChange` is told of everything that the phone or its network does. */
export function createPracticePhone(options: {
  readonly whatsapp: LoopbackWhatsApp;
  readonly name: string;
  readonly clock: Clock;
  readonly onChange: (state: PracticeState) => void;
}): PracticePhone {
  const { whatsapp, name, clock, onChange } = options;
  const phone = whatsapp.addPhone({ number, name });
  const passkey = phone.makePasskey();
  let cancelRejection: (() => void) | undefined;
  let cancelPasskey: (() => void) | undefined;
  let confirmationCode: string | undefined;
  let networkUp = true;
  let lastScan: PracticeState['lastScan'];

  function state(): PracticeState {
    return {
      phone: {
        number: numberInWords,
        name,
        offline: phone.offline,
        devices: phone.devices.map(({ jid, online }) => ({ id: deviceOf(jid), online })),
        messages: phone.messages.slice(-keptMessages).map(({ text, at }) => ({ text, at })),
      },
      rejectsNext: cancelRejection !== undefined,
      wantsPasskey: cancelPasskey !== undefined,
      ...(confirmationCode === undefined ? {} : { confirmationCode }),
      networkUp,
      ...(lastScan === undefined ? {} : { lastScan }),
    };
  }
  const changed = () => onChange(state());
  whatsapp.on((event) => {
    if (event.type === 'confirmation-code') confirmationCode = event.code;
    changed();
  });

  /** What is asked for first happens first, and a refusal is for the next scan. */
  function planPasskey(wanted: boolean): void {
    cancelPasskey?.();
    cancelPasskey = wanted ? whatsapp.misbehave({ at: 'scan', kind: 'passkey' }) : undefined;
  }

  function note({ outcome }: Pick<NonNullable<PracticeState['lastScan']>, 'outcome'>): void {
    if (outcome === 'rejected') cancelRejection = undefined;
    confirmationCode = undefined;
    lastScan = { outcome, at: clock.now() };
    changed();
  }

  return {
    state,
    scan: async (qrText) => note(await phone.scan(qrText)),
    enterCode: async (code) => note(await phone.enterCode(code)),
    rejectNext() {
      cancelRejection ??= whatsapp.misbehave({ at: 'scan', kind: 'reject' }, { times: 1 });
      planPasskey(cancelPasskey !== undefined);
      changed();
    },
    setPasskey(wanted) {
      planPasskey(wanted);
      changed();
    },
    answerPasskey: (request) => passkey.assert(request),
    async setOffline(offline) {
      await phone.setOffline(offline);
      changed();
    },
    unlink(id) {
      const device = phone.devices.find(({ jid }) => deviceOf(jid) === id);
      return device !== undefined && phone.unlink(device.jid);
    },
    async setNetwork(up) {
      await whatsapp.setNetwork(up ? 'up' : 'down');
      networkUp = up;
      changed();
    },
  };
}

/** `<number>:<device>@…` → the device, which says nothing of the number. */
function deviceOf(jid: string): string {
  return /:(\d+)@/.exec(jid)?.[1] ?? '';
}
