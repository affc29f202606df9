package io.watchllm.notifier.core;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Computes hashes as lower-case hexadecimal digits. */
final class Digests {
    private static final String HMAC = "HmacSHA256";

    private Digests() {}

    static String hmacSha256(byte[] key, byte[] bytes) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return HexFormat.of().formatHex(mac.doFinal(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java has HMAC with SHA-256", impossible);
        }
    }
}
