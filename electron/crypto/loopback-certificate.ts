/**
 * The certificate of the loopback's media server, for 127.0.0.1 and nothing else, valid from 2020 to 2120. Its private key
 * is public (`loopback/media-key.ts`), so it may be trusted only where the WhatsApp endpoint itself is on this machine.
 * It is an authority that signed itself: BoringSSL, which Electron has in OpenSSL's place, trusts no other single certificate.
 */
export const loopbackCertificate = `-----BEGIN CERTIFICATE-----
MIIB1TCCAXqgAwIBAgIBAjAKBggqhkjOPQQDAjA8MRgwFgYDVQQKDA9QYWlyaW5n
IENvbnNvbGUxIDAeBgNVBAMMF0xvb3BiYWNrIFdoYXRzQXBwIG1lZGlhMCAXDTIw
MDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjA8MRgwFgYDVQQKDA9QYWlyaW5n
IENvbnNvbGUxIDAeBgNVBAMMF0xvb3BiYWNrIFdoYXRzQXBwIG1lZGlhMFkwEwYH
KoZIzj0CAQYIKoZIzj0DAQcDQgAEEXTkr+1Cbx9OJ5etMcsowy0885qN5FUM57zv
XMRtSP43MkWdcxqQ/pkHrfyRTin52TJo9+lz1i/rNnPFEcpc7KNrMGkwEgYDVR0T
AQH/BAgwBgEB/wIBADAOBgNVHQ8BAf8EBAMCAoQwEwYDVR0lBAwwCgYIKwYBBQUH
AwEwDwYDVR0RBAgwBocEfwAAATAdBgNVHQ4EFgQUZdB6Bcb01xFRWWaQM76NLFzf
BIQwCgYIKoZIzj0EAwIDSQAwRgIhAN1WoLMoAk5lmrmCQ1YS3ILqvP/YttfmmX/h
rH+a04HgAiEA6HdhyOElqRSo5Ui08Y0mNtU8gL9oprhR1GlM8c40D8I=
-----END CERTIFICATE-----
`;
