package io.watchllm.alerting;

import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.rule.Rule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.apache.avro.io.EncoderFactory;

/** Ids of alerts: version 5 UUIDs derived from what the alert is about, so that a replay gives the same ids. */
final class AlertIds {

    /** Namespace of our alerts, generated randomly once; it must never change. */
    private static final UUID SPACE = UUID.fromString("6f0f63f4-1f6e-4f0a-9a83-0d5f2f3f7a51");

    private AlertIds() {}

    static UUID of(Rule rule, Group group, long episodeStartMs, String level, long sequence) {
        var name = new ByteArrayOutputStream();
        try {
            var out = EncoderFactory.get().directBinaryEncoder(name, null);
            out.writeString(rule.id());
            out.writeLong(rule.version());
            out.writeString(group.project());
            out.writeString(group.value());
            out.writeLong(episodeStartMs);
            out.writeString(level);
            out.writeLong(sequence);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return version5(name.toByteArray());
    }

    private static UUID version5(byte[] name) {
        var sha1 = sha1();
        sha1.update(ByteBuffer.allocate(Long.BYTES * 2)
                .putLong(SPACE.getMostSignificantBits())
                .putLong(SPACE.getLeastSignificantBits())
                .array());
        var digest = ByteBuffer.wrap(sha1.digest(name));
        long high = (digest.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x5000L;
        long low = (digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
