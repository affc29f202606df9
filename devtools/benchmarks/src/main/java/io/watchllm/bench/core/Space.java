package io.watchllm.bench.core;

/**
 * What the tables of a schema take.
 *
 * @param diskBytes on disk, indexes and rollups with them
 * @param rawBytes their columns, uncompressed
 * @param columnBytes their columns on disk, compressed
 */
public record Space(long diskBytes, long rawBytes, long columnBytes) {

    /** How many times smaller columns are than uncompressed. */
    public double compressionRatio() {
        return (double) rawBytes / columnBytes;
    }
}
