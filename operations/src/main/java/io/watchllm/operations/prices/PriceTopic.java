package io.watchllm.operations.prices;

import io.watchllm.operations.kafka.CompactedTopic;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.pricing.PriceReading;
import io.watchllm.pricing.PriceRecords;
import io.watchllm.pricing.PriceRow;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.registry.WriterSchemas;
import org.apache.avro.specific.SpecificRecord;

/** The topic of prices. */
public final class PriceTopic extends CompactedTopic<PriceRow> {
    public PriceTopic(KafkaConnection connection) {
        super(connection, Topics.MODEL_PRICES);
    }

    @Override
    protected Decoder<PriceRow> decoder(WriterSchemas schemas) {
        var reading = new PriceReading(schemas);
        return (_, value) -> reading.read(value);
    }

    @Override
    protected String key(PriceRow row) {
        return PriceRecords.key(row);
    }

    @Override
    protected SpecificRecord record(PriceRow row) {
        return PriceRecords.record(row);
    }
}
