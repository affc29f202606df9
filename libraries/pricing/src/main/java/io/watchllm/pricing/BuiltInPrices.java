package io.watchllm.pricing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** Built-in prices of the most common models, so that costs are known before a list is loaded. */
public final class BuiltInPrices {

    private static final String FILE = "built-in-prices.json";

    private BuiltInPrices() {}

    /** All rows. */
    public static List<PriceRow> rows() {
        return file().prices().stream().map(price -> price.row(Instant.EPOCH)).toList();
    }

    private static PriceFile file() {
        try (var stream = BuiltInPrices.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException("the program is not whole: " + FILE + " is missing");
            }
            return PriceFile.read(stream.readAllBytes(), "built-in");
        } catch (IOException problem) {
            throw new UncheckedIOException(FILE + " can't be read", problem);
        }
    }
}
