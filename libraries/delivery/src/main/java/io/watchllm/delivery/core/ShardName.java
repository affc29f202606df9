package io.watchllm.delivery.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short identifier of a shard for commit metadata, where space is limited. */
public final class ShardName {
    private static final int BYTES = 6;

    private ShardName() {}

    /** Twelve hexadecimal digits, the same for the same text. */
    public static String of(String identity) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
