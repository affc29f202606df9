package io.watchllm.alerting.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * First 128 bits of a SHA-256. Contents with the same hash are treated as equal: unlike with {@link String#hashCode},
 * nobody can construct a collision.
 */
public record Hash128(long high, long low) {

    /** Nothing was hashed. */
    public static final Hash128 NONE = new Hash128(0, 0);

    /** Hash of a name and a content; the boundary between the two is part of the hash. */
    public static Hash128 of(MessageDigest sha256, String name, String content) {
        var nameBytes = name.getBytes(StandardCharsets.UTF_8);
        sha256.update(
                ByteBuffer.allocate(Integer.BYTES).putInt(nameBytes.length).array());
        sha256.update(nameBytes);
        var digest = ByteBuffer.wrap(sha256.digest(content.getBytes(StandardCharsets.UTF_8)));
        return new Hash128(digest.getLong(), digest.getLong());
    }
}
