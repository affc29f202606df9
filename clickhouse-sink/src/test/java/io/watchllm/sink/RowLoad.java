package io.watchllm.sink;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.delivery.encode.WireRows;
import io.watchllm.rows.EventRow;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Sends rows of events, one batch after the other, until it is closed. */
public final class RowLoad implements AutoCloseable {
    private static final int BATCH = 100;
    /** The engines under test need the machine too. */
    private static final long BETWEEN_BATCHES_NANOS = 10_000_000;

    private static final String TOPIC = Topics.EVENT_ROWS.name();

    private final SinkStack stack;
    private final AtomicInteger batches = new AtomicInteger();
    private volatile boolean stopping;
    private @Nullable CompletableFuture<Void> sending;

    public RowLoad(SinkStack stack) {
        this.stack = stack;
    }

    /** Begins to send. */
    public void start() {
        start(EventRow.getClassSchema(), stack.schemaId(TOPIC), null);
    }

    /** Begins to send rows of a later schema, with one more optional field that says 'r'. */
    public void startWithField(String field) {
        var fields = new ArrayList<Schema.Field>();
        for (var each : EventRow.getClassSchema().getFields()) {
            fields.add(new Schema.Field(each, each.schema()));
        }
        var text = Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING));
        fields.add(new Schema.Field(field, text, "Where it ran.", Schema.Field.NULL_DEFAULT_VALUE));
        var row = EventRow.getClassSchema();
        var schema = Schema.createRecord(row.getName(), row.getDoc(), row.getNamespace(), false, fields);
        start(schema, register(schema), field);
    }

    private int register(Schema schema) {
        var url = stack.engines().schemaRegistry().url();
        try (var registry = new CachedSchemaRegistryClient(
                List.of(url), 10, List.of(new AvroSchemaProvider()), Map.of(), Map.of())) {
            return registry.register(TOPIC + "-value", new AvroSchema(schema));
        } catch (IOException | RestClientException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void start(Schema schema, int schemaId, @Nullable String field) {
        sending = CompletableFuture.runAsync(
                () -> {
                    while (!stopping) {
                        var rows = WireRows.rows(schema, batches.get(), BATCH);
                        rows.forEach(row -> {
                            row.put("project_id", "project-" + row.hashCode() % 5);
                            if (field != null) {
                                row.put(field, "r");
                            }
                        });
                        stack.send(TOPIC, WireRows.wire(schemaId, rows));
                        batches.incrementAndGet();
                        LockSupport.parkNanos(BETWEEN_BATCHES_NANOS);
                    }
                },
                task -> Thread.ofPlatform().name("load").start(task));
    }

    /** How many rows were sent; all of them are in Kafka once this is closed. */
    public int sent() {
        return batches.get() * BATCH;
    }

    @Override
    public void close() {
        stopping = true;
        if (sending != null) {
            sending.join();
        }
    }
}
