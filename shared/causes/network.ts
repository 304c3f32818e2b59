import { type CardOfKind, computer, keepTrying, network } from './card.ts';

/** The way to WhatsApp. */
export const networkCauses = {
  'server-unavailable': {
    step: 'wait',
    ...keepTrying,
    likely: network,
    reason: 'WhatsApp does not answer properly at the moment.',
  },
  'connection-lost': {
    step: 'check-network',
    ...keepTrying,
    likely: network,
    reason: 'The connection to WhatsApp was lost.',
  },
  'peer-silent': {
    step: 'check-network',
    ...keepTrying,
    pause: 'none',
    likely: network,
    reason: 'WhatsApp fell silent on a connection that still looked open.',
  },
  'dns-failed': {
    step: 'check-network',
    ...keepTrying,
    likely: network,
    reason: "WhatsApp's address could not be looked up.",
  },
  'connection-refused': {
    step: 'ask-network-admin',
    ...keepTrying,
    likely: network,
    reason: 'The connection to WhatsApp was refused.',
  },
  'tls-failed': {
    step: 'ask-network-admin',
    ...keepTrying,
    likely: network,
    reason: 'The way to WhatsApp did not speak TLS properly.',
  },
  'tls-intercepted': {
    step: 'ask-network-admin',
    ...keepTrying,
    likely: network,
    reason: "The certificate was not WhatsApp's: something reads the connection.",
  },
  // What an unproven server says never counts, so nothing is set aside for it.
  'server-not-whatsapp': {
    step: 'ask-network-admin',
    ...keepTrying,
    likely: network,
    reason: 'The server could not prove that it is WhatsApp.',
  },
  'captive-portal': {
    step: 'sign-in-to-network',
    ...keepTrying,
    likely: network,
    reason: 'A page of the network answered in the place of WhatsApp: it wants a sign-in.',
  },
  'proxy-unreachable': {
    step: 'check-proxy',
    ...keepTrying,
    likely: network,
    reason: 'The proxy on the way to WhatsApp does not answer.',
  },
  'proxy-sign-in': {
    step: 'sign-in-to-proxy',
    ...keepTrying,
    likely: network,
    reason: 'A proxy on the way to WhatsApp wants a user name and a password, or did not take those it was given.',
  },
  // Only the system's own programs can prove who is logged in to this computer.
  'proxy-sign-in-unsupported': {
    step: 'ask-network-admin',
    ...keepTrying,
    likely: network,
    reason: 'The proxy on the way to WhatsApp takes only NTLM or Kerberos, which this program cannot speak.',
  },
  'proxy-refused': {
    step: 'ask-network-admin',
    ...keepTrying,
    likely: network,
    reason: 'The proxy does not let connections to WhatsApp through.',
  },
  'proxy-lost': {
    step: 'check-proxy',
    ...keepTrying,
    likely: computer,
    reason: "The tenant's record was damaged, so its proxy is not known. Nothing is dialled until it is set again.",
  },
  'network-unreachable': {
    step: 'check-network',
    ...keepTrying,
    likely: network,
    reason: 'There is no way to WhatsApp from this machine.',
  },
} as const satisfies Readonly<Record<string, CardOfKind>>;
