package io.watchllm.bench.queries;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Room on the disk.
 *
 * @param folder where the tables will be, or are from the last time
 * @param neededBytes what they take while they are filled and merged
 * @param heldBytes what of that is there already
 */
record DiskNeed(Path folder, long neededBytes, long heldBytes) {
    private static final long ROW_BYTES = 200;
    private static final long PLAIN_ROW_BYTES = 500;
    private static final long SPARE_BYTES = 1_000_000_000;
    private static final double GB = 1e9;

    /** What a plan needs. */
    static DiskNeed of(QueriesPlan plan) {
        var folder = plan.data() == null ? Path.of(System.getProperty("java.io.tmpdir")) : plan.data();
        return new DiskNeed(
                folder,
                SPARE_BYTES + plan.rows() * (plan.peer() ? ROW_BYTES + PLAIN_ROW_BYTES : ROW_BYTES),
                plan.data() == null ? 0 : bytes(folder));
    }

    private static long bytes(Path folder) {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException failure) {
            throw new UncheckedIOException("can't read " + folder, failure);
        }
    }

    /**
     * Says what is needed. What the folder holds counts as free: it is these tables, or will be dropped for them.
     *
     * @throws IllegalStateException when that is not there
     */
    String require() {
        try {
            var usable = Files.getFileStore(Files.createDirectories(folder)).getUsableSpace() + heldBytes;
            var words = String.format(
                    Locale.ROOT,
                    "needs up to %.1f GB in %s, where %.1f GB are free or hold such tables",
                    neededBytes / GB,
                    folder.toAbsolutePath(),
                    usable / GB);
            if (usable < neededBytes) {
                throw new IllegalStateException(words + "; take fewer --rows, or another disk by --data");
            }
            return words;
        } catch (IOException failure) {
            throw new UncheckedIOException("can't use " + folder, failure);
        }
    }
}
