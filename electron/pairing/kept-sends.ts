/** A message as it was sent: for whom, under each of the person's addresses, and its content as WhatsApp's own bytes. */
export interface KeptSend {
  readonly to: readonly string[];
  readonly content: Uint8Array;
}

/**
 * The last messages that one tenant has sent, for recipients that could not read them and ask again. Bounded in number and
 * age, as private as the credentials, and removed with the tenant. Never throws.
 */
export interface KeptSends {
  keep(messageId: string, send: KeptSend): Promise<void>;
  find(messageId: string): Promise<KeptSend | undefined>;
}
