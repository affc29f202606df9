package io.watchllm.notifier.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;

/**
 * Signature that proves to a receiver that a body is ours and recent: HMAC-SHA256 with the shared secret over the time
 * in seconds, a dot, and the body, as in {@code t=1700000000,v1=5257a8…}.
 */
public final class Signature {
    /** Name of the header. */
    public static final String HEADER = "WatchLLM-Signature";

    private Signature() {}

    /** The value of the header. */
    public static String of(String secret, Instant time, String body) {
        var seconds = time.getEpochSecond();
        var signed = seconds + "." + body;
        return "t=" + seconds + ",v1=" + Digests.hmacSha256(secret.getBytes(UTF_8), signed.getBytes(UTF_8));
    }
}
