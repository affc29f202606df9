package io.watchllm.pricing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.watchllm.pricing.PriceRow.Origin;
import io.watchllm.pricing.PriceRow.Period;
import io.watchllm.strictfile.StrictFile;
import io.watchllm.strictfile.StrictFileException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Contents of a price file. Numbers are read as exact decimals. If a name occurs twice in LiteLLM's file, the last one
 * wins; our own format rejects it.
 *
 * @param skipped models that were skipped, by reason
 */
public record PriceFile(Form form, Origin origin, List<Price> prices, Map<Skipped, List<String>> skipped) {

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    /** Formats of a price file. */
    public enum Form {
        /** LiteLLM's model_prices_and_context_window.json, without dates. */
        LITELLM,
        /** Our own format, with dates. */
        DATED
    }

    /** Why a model of LiteLLM's file is skipped. */
    public enum Skipped {
        /** It has no token prices. */
        NO_TOKEN_PRICES("without token prices"),
        /** It has a price for only one of input and output. */
        HALF_A_PRICE("with half a price"),
        /** Its tokens are free but something else is not: it is not billed by tokens. */
        PAID_OTHERWISE("not paid by tokens"),
        /** A price is negative or not a number. */
        BROKEN("with a broken price"),
        /** Another entry is for the same model of the same provider. */
        REPEATED("repeated");

        private final String words;

        Skipped(String words) {
            this.words = words;
        }

        /** Text for display, after a number of models. */
        public String words() {
            return words;
        }
    }

    /**
     * One price of the file.
     *
     * @param from start of validity, inclusive; absent if the file does not say
     * @param to end of validity, exclusive, if the file says
     */
    public record Price(
            PriceKey key,
            UnitPrices prices,
            @Nullable Instant from,
            @Nullable Instant to,
            Origin origin) {

        /** The row, valid from the file's own time or else from the given one. */
        public PriceRow row(Instant otherwise) {
            return new PriceRow(key, prices, new Period(from == null ? otherwise : from, to), origin);
        }
    }

    /**
     * Reads a file of either format: ours has an array {@code prices}.
     *
     * @param version version for a list that does not name its own
     * @throws StrictFileException when it has neither format; says where, the value found, and the expected one
     */
    public static PriceFile read(byte[] json, String version) {
        JsonNode root;
        try {
            root = READER.readTree(json);
        } catch (JsonProcessingException problem) {
            var at = problem.getLocation();
            throw new StrictFileException("line %d, column %d: is not valid JSON (%s)"
                    .formatted(at.getLineNr(), at.getColumnNr(), problem.getOriginalMessage()));
        } catch (IOException impossible) {
            throw new AssertionError("there is no I/O in an array", impossible);
        }
        if (!root.isObject() || root.isEmpty()) {
            throw new StrictFileException(
                    "the file is no JSON object with something in it; expected LiteLLM's model_prices_and_context_window.json, or an object with price_version, source and prices");
        }
        return root.path("prices").isArray() ? StrictFile.json(json, DatedFile::read) : LiteLlmFile.read(root, version);
    }
}
