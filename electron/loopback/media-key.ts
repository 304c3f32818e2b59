/**
 * The key of the loopback's media server. Everybody who reads this can use it, and that is meant: the certificate vouches
 * for 127.0.0.1 only (`crypto/loopback-certificate.ts`).
 */
export const mediaKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgq6uMAL8bCixdxymC
F3J6bKqCzkgLpgS0qwkiKpTkPSOhRANCAAQRdOSv7UJvH04nl60xyyjDLTzzmo3k
VQznvO9cxG1I/jcyRZ1zGpD+mQet/JFOKfnZMmj36XPWL+s2c8URylzs
-----END PRIVATE KEY-----
`;
