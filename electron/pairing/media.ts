/** Bytes that can be read more than once, each time from their beginning. Never held in memory as a whole. */
export interface MediaSource {
  /** How many there are. */
  readonly size: number;
  read(): AsyncIterable<Uint8Array>;
}

/** The kinds of files that a chat shows in different ways. */
export type MediaKind = 'image' | 'video' | 'audio' | 'document';

/** A file for a chat. */
export interface OutgoingMedia {
  readonly kind: MediaKind;
  readonly source: MediaSource;
  /** `image/jpeg`, `audio/ogg; codecs=opus`, … */
  readonly mimetype: string;
  /** What a document is called. */
  readonly fileName?: string | undefined;
  /** Chats show none for audio. */
  readonly caption?: string | undefined;
}

/** What it takes to fetch a file that somebody has sent. */
export interface IncomingMedia {
  readonly kind: MediaKind | 'sticker';
  readonly mimetype: string;
  readonly fileName?: string | undefined;
  /** Bytes, as the sender says. */
  readonly size?: number | undefined;
  /** At WhatsApp's media servers, with a slash before it. */
  readonly path: string;
  /** The server that the message names, where it is one of WhatsApp's. */
  readonly host?: string | undefined;
  /** Base64, as are the hashes: SHA-256 of the file and of the encrypted file. */
  readonly mediaKey: string;
  readonly sha256?: string | undefined;
  readonly encryptedSha256?: string | undefined;
}

/**
 * The files in the last messages of one tenant. Bounded in number, as private as the credentials, and removed with the
 * tenant. Never throws.
 */
export interface KeptMedia {
  keep(files: readonly { readonly messageId: string; readonly media: IncomingMedia }[]): Promise<void>;
  /** The first that was kept under this id: a later message cannot take its place. */
  find(messageId: string): Promise<IncomingMedia | undefined>;
}

/** Why a file could not be fetched from WhatsApp. */
export type DownloadFailure =
  | { readonly code: 'no-media' }
  /** WhatsApp keeps it no longer. */
  | { readonly code: 'media-expired'; readonly statusCode: number }
  | { readonly code: 'media-not-downloaded'; readonly statusCode?: number }
  /** What came is not what was sent. */
  | { readonly code: 'media-corrupt' };

/** A file while it is decrypted. Reading ends in an error where what came is not what was sent, before its last part. */
export interface OpenedMedia {
  readonly media: IncomingMedia;
  readonly body: AsyncIterable<Uint8Array>;
}
