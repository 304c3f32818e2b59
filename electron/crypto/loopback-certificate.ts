/**
 * The certificate of the loopback's media server, for 127.0.0.1 and nothing else, valid from 2020 to 2120. Its private key
 * is public (`loopback/media-key.ts`), so it may be trusted only where the WhatsApp endpoint itself is on this machine.
 */
export const loopbackCertificate = `-----BEGIN CERTIFICATE-----
MIIBzzCCAXSgAwIBAgIBATAKBggqhkjOPQQDAjA8MRgwFgYDVQQKDA9QYWlyaW5n
IENvbnNvbGUxIDAeBgNVBAMMF0xvb3BiYWNrIFdoYXRzQXBwIG1lZGlhMCAXDTIw
MDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjA8MRgwFgYDVQQKDA9QYWlyaW5n
IENvbnNvbGUxIDAeBgNVBAMMF0xvb3BiYWNrIFdoYXRzQXBwIG1lZGlhMFkwEwYH
KoZIzj0CAQYIKoZIzj0DAQcDQgAEEXTkr+1Cbx9OJ5etMcsowy0885qN5FUM57zv
XMRtSP43MkWdcxqQ/pkHrfyRTin52TJo9+lz1i/rNnPFEcpc7KNlMGMwDAYDVR0T
AQH/BAIwADAOBgNVHQ8BAf8EBAMCB4AwEwYDVR0lBAwwCgYIKwYBBQUHAwEwDwYD
VR0RBAgwBocEfwAAATAdBgNVHQ4EFgQUZdB6Bcb01xFRWWaQM76NLFzfBIQwCgYI
KoZIzj0EAwIDSQAwRgIhAOUREy/UpUg5HKQEzSblhuwIXngE67Pwu5wB515RkdRr
AiEAlUIgKcg8uh7g17ZSVGRy4PjpylMT5GK7E2S8m21/xYI=
-----END CERTIFICATE-----
`;
