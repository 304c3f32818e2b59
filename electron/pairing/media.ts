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
