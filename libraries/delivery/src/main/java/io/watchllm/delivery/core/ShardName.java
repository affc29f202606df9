package io.watchllm.delivery.core;

import io.watchllm.text.Sha256;
import java.util.HexFormat;

/** Short identifier of a shard for commit metadata, where space is limited. */
public final class ShardName {
    private static final int BYTES = 6;

    private ShardName() {}

    /** Twelve hexadecimal digits, the same for the same text. */
    public static String of(String identity) {
        return HexFormat.of().formatHex(Sha256.of(identity), 0, BYTES);
    }
}
