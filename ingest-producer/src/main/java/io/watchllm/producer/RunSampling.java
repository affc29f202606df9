package io.watchllm.producer;

import java.nio.charset.StandardCharsets;

/**
 * Keeps or drops a run as a whole: the choice depends only on project_id|run_id, so every process, on every machine and
 * after every restart, makes the same one. A run kept at one fraction is kept at every larger one.
 *
 * @param fraction share of the runs that is kept, from 0 to 1
 */
record RunSampling(double fraction) {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final double ONE_STEP = 0x1p-53;

    RunSampling {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException(
                    "sampleRuns is " + fraction + "; expected a share from 0 (none) to 1 (all), such as 0.1");
        }
    }

    boolean keeps(String key) {
        return fraction == 1 || place(key) < fraction;
    }

    /**
     * Position of the key in [0, 1): FNV-1a over its UTF-8 bytes, then MurmurHash3's finalizer, since FNV alone mixes
     * its high bits badly.
     */
    static double place(String key) {
        long hash = FNV_OFFSET;
        for (byte each : key.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return (hash >>> 11) * ONE_STEP;
    }
}
