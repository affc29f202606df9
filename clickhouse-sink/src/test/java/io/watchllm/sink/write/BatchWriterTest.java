package io.watchllm.sink.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.Client;
import io.watchllm.sink.core.DedupWindowCheck;
import io.watchllm.sink.core.Intent;
import io.watchllm.sink.core.Outcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchWriterTest {
    private final List<RejectedRecord> delivered = new ArrayList<>();
    private boolean broken;

    @Test
    void shouldNotWriteLettersAgainWhenTheyWereDelivered() {
        try (var client = client()) {
            // Given
            var writer = writer(client);
            var record =
                    new ConsumerRecord<byte @Nullable [], byte @Nullable []>("rows", 0, 7, new byte[0], new byte[] {1});
            var load = new BatchPayload(null, List.of(RejectedRecord.refused(record, 469, "constraint")), null, 1);
            var shipment = new Shipment(0, new Intent(1, 7, 7, 0), "token", load, null);

            // When
            broken = true;
            var refused = writer.write(shipment);
            broken = false;
            writer.write(shipment);
            var last = writer.write(shipment);

            // Then
            assertThat(refused).isInstanceOf(Outcome.NotNow.class);
            assertThat(last).isEqualTo(new Outcome.Acked());
            assertThat(delivered).hasSize(1);
        }
    }

    private BatchWriter writer(Client client) {
        var reader = new TableReader(client, "d", "t");
        var readBack = new RangeVerifier(
                reader,
                new BlockCountSnapshots(reader, "", List.of(), Clock.systemUTC()),
                new DedupWindowCheck(List.of()));
        return new BatchWriter(new BlockInserter(client, "`d`.`t`", Map.of()), this::deliver, readBack);
    }

    private void deliver(List<RejectedRecord> deadLetters) {
        if (broken) {
            throw new DeadLetters.DeadLetterException("no broker", new IllegalStateException());
        }
        delivered.addAll(deadLetters);
    }

    private static Client client() {
        return new Client.Builder()
                .addEndpoint("http://localhost:1")
                .setUsername("nobody")
                .setPassword("none")
                .build();
    }
}
