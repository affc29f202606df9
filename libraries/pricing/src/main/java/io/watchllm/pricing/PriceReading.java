package io.watchllm.pricing;

import io.watchllm.control.ModelPrice;
import io.watchllm.schemas.registry.WriterSchemas;
import io.watchllm.validation.RecordReading;
import io.watchllm.validation.TableRecordException;
import io.watchllm.validation.TableRecordException.Fault;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Decodes records of the topic of prices. Not thread-safe: it reuses decoders. */
public final class PriceReading {

    /** Why a record is left out. */
    public static final Set<Fault> FAULTS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Fault.WRONG_KEY, Fault.BROKEN_RULE)));

    private final RecordReading<ModelPrice> reading;

    public PriceReading(WriterSchemas schemas) {
        reading = new RecordReading<>(schemas, ModelPrice.class);
    }

    /**
     * Decodes a value.
     *
     * @throws TableRecordException when it is not a valid price
     * @throws io.watchllm.schemas.registry.SchemasUnavailableException when the registry did not answer
     */
    public PriceRow read(byte[] value) {
        var record = reading.entry(value);
        try {
            return PriceRecords.row(record);
        } catch (IllegalArgumentException problem) {
            throw new TableRecordException(Fault.BROKEN_PRICE, String.valueOf(problem.getMessage()));
        }
    }
}
