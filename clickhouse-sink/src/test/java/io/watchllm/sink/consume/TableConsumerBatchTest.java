package io.watchllm.sink.consume;

import static io.watchllm.sink.consume.LoopFixture.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.core.OffsetMetadata;
import io.watchllm.delivery.encode.SchemaSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the loop of a table commits and sends, and in which order. */
class TableConsumerBatchTest {
    @AutoClose
    private final LoopFixture loop = new LoopFixture();

    private final MockConsumer<byte @Nullable [], byte @Nullable []> consumer = loop.consumer;
    private final FakeAccess access = loop.access;

    @BeforeEach
    void begin() {
        loop.begin();
    }

    @Test
    void shouldOpenARangeBeforeItIsSentAndCommitItOnceItHasLanded() {
        // Given
        var whileSent = new CompletableFuture<OffsetAndMetadata>();
        access.deadLetters = deadLetters -> whileSent.complete(loop.committed());

        // When
        addBadRecords();
        loop.turnUntil(() -> assertThat(loop.committed().offset()).isEqualTo(3));

        // Then
        assertThat(whileSent).isCompleted();
        assertThat(whileSent.join().offset()).isZero();
        assertThat(open(whileSent.join())).isEqualTo(new Intent(epoch(), 0, 2, 0, 1, 4));
        assertThat(open(loop.committed())).isNull();
        assertThat(count("dead.letters")).isEqualTo(3);
    }

    @Test
    void shouldSendNothingWhileItsRangeCannotBeCommitted() {
        // Given
        var sent = new AtomicInteger();
        access.deadLetters = deadLetters -> sent.incrementAndGet();
        loop.commitsFail = true;

        // When
        addBadRecords();
        loop.turnUntil(() -> assertThat(loop.status().detail()).contains("offset commits failed: no coordinator"));

        // Then
        assertThat(sent).hasValue(0);
        assertThat(loop.status().up()).isFalse();
        loop.commitsFail = false;
        loop.turnUntil(() -> assertThat(loop.committed().offset()).isEqualTo(3));
        assertThat(sent).hasValue(1);
    }

    @Test
    void shouldLeaveTheRangeOpenWhenThePartitionIsRevokedAndSendItAgainWhenItComesBack() {
        // Given: a batch is under way
        var release = new CountDownLatch(1);
        access.deadLetters = deadLetters -> release.await();
        addBadRecords();
        loop.turnUntil(() -> assertThat(loop.states()).containsExactlyInAnyOrder("idle", "sending"));

        // When
        consumer.rebalance(List.of());
        assertThat(open(loop.committed())).isEqualTo(new Intent(epoch(), 0, 2, 0, 1, 4));
        var epoch = epoch();
        release.countDown();
        loop.turnUntil(() -> assertThat(count("late.completions")).isEqualTo(1));
        assertThat(loop.committed().offset()).isZero();
        consumer.rebalance(List.of(FIRST));
        loop.turnUntil(() -> assertThat(loop.states()).containsExactly("idle"));
        assertThat(loop.status().partitions().getFirst().pipeline().open()).isNotNull();
        addBadRecords();

        // Then
        loop.turnUntil(() -> assertThat(loop.committed().offset()).isEqualTo(3));
        assertThat(open(loop.committed())).isNull();
        assertThat(epoch()).isEqualTo(epoch);
        assertThat(loop.registry
                        .get("watchllm.sink.resent")
                        .tag("why", "recovery")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldReadAgainWhatItCouldNotEncodeOnceTheRegistryAnswers() {
        // Given
        access.schemas = id -> new SchemaSource.Unavailable("the registry is away");
        consumer.addRecord(LoopFixture.record(0, 4, RowTexts.wire(10)));
        loop.turnUntil(() -> assertThat(loop.states()).containsExactlyInAnyOrder("idle", "blocked"));
        assertThat(loop.status().detail()).contains("rows-0: the registry is away");
        assertThat(consumer.paused()).containsExactly(FIRST);

        // When
        access.schemas = id -> new SchemaSource.Unknown("none");
        loop.turnUntil(() -> assertThat(consumer.paused()).isEmpty());
        assertThat(consumer.position(FIRST)).isZero();
        consumer.addRecord(LoopFixture.record(0, 4, RowTexts.wire(10)));

        // Then
        loop.turnUntil(() -> assertThat(loop.committed().offset()).isEqualTo(1));
        loop.turnUntil(() -> assertThat(loop.status().up()).isTrue());
    }

    @Test
    void shouldHaltAtARangeOfAnUnknownShardUntilTheTableHasIt() {
        // Given
        consumer.rebalance(List.of());
        var opened = new BlockCountSnapshot("00112233aabb", 0, 0, List.of());
        loop.commit(FIRST, 0, new OffsetMetadata(3, new Intent(3, 0, 2, 0), opened));
        consumer.rebalance(List.of(FIRST));
        loop.turnUntil(() -> assertThat(loop.states()).containsExactly("idle"));
        addBadRecords();
        loop.turnUntil(() -> assertThat(loop.states()).containsExactly("halted"));
        assertThat(loop.status().detail()).contains("offsets 0 to 2 may have landed in shard 00112233aabb");
        assertThat(open(loop.committed())).isNotNull();

        // When
        access.shard = "00112233aabb";
        loop.turnUntil(() -> assertThat(consumer.paused()).isEmpty());
        assertThat(consumer.position(FIRST)).isZero();
        addBadRecords();

        // Then
        loop.turnUntil(() -> assertThat(loop.committed().offset()).isEqualTo(3));
        loop.turnUntil(() -> assertThat(loop.status().up()).isTrue());
    }

    @Test
    void shouldInsertAndCommitWhatWasReadWhenItStops() throws Exception {
        // Given: a batch is under way, and a record waits behind it
        var release = new CountDownLatch(1);
        access.deadLetters = deadLetters -> release.await();
        addBadRecords();
        loop.turnUntil(() -> assertThat(loop.states()).containsExactlyInAnyOrder("idle", "sending"));
        consumer.addRecord(LoopFixture.record(3, 4));
        loop.turnUntil(() -> assertThat(consumer.position(FIRST)).isEqualTo(4));

        // When
        release.countDown();
        var left = loop.consumerLoop.drain(loop.clock.millis() + 1_000, Duration.ofSeconds(1));

        // Then
        assertThat(left).isEmpty();
        assertThat(loop.committed().offset()).isEqualTo(4);
        assertThat(open(loop.committed())).isNull();
    }

    @Test
    void shouldSayWhatIsStillUnderWayWhenItsTimeToStopIsOver() throws Exception {
        // Given
        var never = new CountDownLatch(1);
        access.deadLetters = deadLetters -> never.await();
        addBadRecords();
        loop.turnUntil(() -> assertThat(loop.states()).containsExactlyInAnyOrder("idle", "sending"));

        // When
        var left = loop.consumerLoop.drain(loop.clock.millis(), Duration.ofSeconds(1));

        // Then
        assertThat(left).endsWith("read again by the next sink: rows-0 from offset 0");
        assertThat(open(loop.committed())).isEqualTo(new Intent(epoch(), 0, 2, 0, 1, 4));
    }

    /** Three records that can't be rows. */
    private void addBadRecords() {
        for (var offset = 0; offset < 3; offset++) {
            consumer.addRecord(LoopFixture.record(offset, 4));
        }
    }

    private static @Nullable Intent open(OffsetAndMetadata commit) {
        return Objects.requireNonNull(OffsetMetadata.parse(commit.metadata())).open();
    }

    private long epoch() {
        return Objects.requireNonNull(OffsetMetadata.parse(loop.committed().metadata()))
                .epoch();
    }

    private double count(String name) {
        return loop.registry.get("watchllm.sink." + name).counter().count();
    }
}
