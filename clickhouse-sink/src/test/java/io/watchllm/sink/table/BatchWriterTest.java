package io.watchllm.sink.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.delivery.core.DedupWindowCheck;
import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.core.Outcome;
import io.watchllm.delivery.table.BlockInserter;
import io.watchllm.delivery.table.TableReader;
import io.watchllm.sink.core.Attempt;
import io.watchllm.sink.core.Batch;
import io.watchllm.sink.core.SealReason;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
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
            var payload = new BatchPayload(null, List.of(RejectedRecord.refused(record, 469, "constraint")), null, 1);
            var batch = new Batch<>(new Intent(1, 7, 7, 0), SealReason.AGE, payload);
            var attempt = new Attempt<>(batch, "", null, false);

            // When
            broken = true;
            var refused = writer.write(0, "token", attempt);
            broken = false;
            writer.write(0, "token", attempt);
            var last = writer.write(0, "token", attempt);

            // Then
            assertThat(refused).isInstanceOf(Outcome.NotNow.class);
            assertThat(last).isEqualTo(new Outcome.Acked());
            assertThat(delivered).hasSize(1);
        }
    }

    private BatchWriter writer(ClickHouseServer client) {
        var reader = new TableReader(client.sql(), "t");
        var verifier = new RangeVerifier(
                reader,
                new BlockCountSnapshots(reader, "", List.of(), Clock.systemUTC()),
                new DedupWindowCheck(List.of()));
        return new BatchWriter(new BlockInserter(client.blocks(), "`d`.`t`", Map.of()), this::deliver, verifier);
    }

    private void deliver(List<RejectedRecord> deadLetters) {
        if (broken) {
            throw new KafkaException("no broker");
        }
        delivered.addAll(deadLetters);
    }

    private static ClickHouseServer client() {
        return NoServer.open();
    }
}
