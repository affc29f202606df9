package io.watchllm.processor.core.price;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.watchllm.processor.core.price.PriceRow.Origin;
import io.watchllm.processor.core.price.PriceRow.Period;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file of prices says. Numbers are read as the decimals that stand there; of a name that stands twice the last
 * one counts, as LiteLLM itself reads its list.
 *
 * @param form which of the two forms it has
 * @param origin version of the list, and where it comes from
 * @param prices its prices, in order
 * @param skipped models that were left out, by why
 */
public record PriceFile(Form form, Origin origin, List<Price> prices, Map<Skipped, List<String>> skipped) {

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    /** The forms of a file. */
    public enum Form {
        /** LiteLLM's model_prices_and_context_window.json, which knows no dates. */
        LITELLM,
        /** Our own, with dates. */
        DATED
    }

    /** Why a model of LiteLLM's file is left out. */
    public enum Skipped {
        /** It has no price for tokens. */
        NO_TOKEN_PRICES("without token prices"),
        /** It has a price for input or for output, and none for the other: half a price is none. */
        HALF_A_PRICE("with half a price"),
        /** Its tokens cost nothing, but something else does: it is not paid by tokens. */
        PAID_OTHERWISE("not paid by tokens"),
        /** A price is no number, or negative. */
        BROKEN("with a broken price"),
        /** Another entry is for the same model of the same provider. */
        REPEATED("repeated");

        private final String words;

        Skipped(String words) {
            this.words = words;
        }

        /** As a person reads it, behind a number of models. */
        public String words() {
            return words;
        }
    }

    /**
     * One price of the file.
     *
     * @param from first moment at which it holds; absent where the file does not say
     * @param to first moment at which it no longer holds, if the file says
     */
    public record Price(
            PriceKey key,
            UnitPrices prices,
            @Nullable Instant from,
            @Nullable Instant to,
            Origin origin) {

        /** The row that holds from the file's own time, or else from the given one. */
        public PriceRow row(Instant otherwise) {
            return new PriceRow(key, prices, new Period(from == null ? otherwise : from, to), origin);
        }
    }

    /**
     * Reads a file of either form: ours has an array {@code prices}.
     *
     * @param version version of a list that does not name its own
     * @throws PriceFileException when it has neither form; says where, what stands there, and what would be right
     */
    public static PriceFile read(byte[] json, String version) {
        JsonNode root;
        try {
            root = READER.readTree(json);
        } catch (JsonProcessingException problem) {
            var at = problem.getLocation();
            throw new PriceFileException("line %d, column %d: no JSON (%s)"
                    .formatted(at.getLineNr(), at.getColumnNr(), problem.getOriginalMessage()));
        } catch (IOException impossible) {
            throw new AssertionError("there is no I/O in an array", impossible);
        }
        if (!root.isObject() || root.isEmpty()) {
            throw new PriceFileException(
                    "the file is no JSON object with something in it; right would be LiteLLM's model_prices_and_context_window.json, or an object with price_version, source and prices");
        }
        return root.path("prices").isArray() ? DatedFile.read(root) : LiteLlmFile.read(root, version);
    }
}
