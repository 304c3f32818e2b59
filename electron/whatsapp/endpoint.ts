/** Where WhatsApp's web clients connect: the client library's default, for code that must not load the library. */
export const whatsappEndpoint = 'wss://web.whatsapp.com/ws/chat';
