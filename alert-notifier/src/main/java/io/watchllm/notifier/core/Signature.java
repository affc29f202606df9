package io.watchllm.notifier.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature that proves to a receiver that a body is ours and recent: HMAC-SHA256 with the shared secret over the time
 * in seconds, a dot, and the body, as in {@code t=1700000000,v1=5257a8…}.
 */
public final class Signature {
    /** Name of the header. */
    public static final String HEADER = "WatchLLM-Signature";

    private static final String HMAC = "HmacSHA256";

    private Signature() {}

    /** The value of the header. */
    public static String of(String secret, Instant time, String body) {
        var seconds = time.getEpochSecond();
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), HMAC));
            var hash = mac.doFinal((seconds + "." + body).getBytes(UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java has HMAC with SHA-256", impossible);
        }
    }
}
