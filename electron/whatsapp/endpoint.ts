/** Where WhatsApp's web clients connect to: the client library's own default, for whoever must not load the library. */
export const whatsappEndpoint = 'wss://web.whatsapp.com/ws/chat';
