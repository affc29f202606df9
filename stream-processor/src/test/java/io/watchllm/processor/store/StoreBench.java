package io.watchllm.processor.store;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.CommitCallback;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.StateRestoreCallbackAdapter;
import org.jspecify.annotations.Nullable;

/** Opens a store as Kafka Streams does, and fills it from a changelog. */
final class StoreBench implements StateStoreContext {

    private final List<StateRestoreCallback> callbacks = new ArrayList<>();

    /** A record of a changelog. */
    // Compared by nobody.
    @SuppressWarnings("ArrayRecordComponent")
    record Entry(byte[] key, byte @Nullable [] value) {}

    /** Opens the store, and plays the changelog back to its end. */
    static StoreBench open(StateStore store, List<Entry> changelog) {
        var bench = new StoreBench();
        store.init(bench, store);
        bench.restore(changelog);
        return bench;
    }

    /** Plays more of the changelog back, as a standby gets it. */
    void restore(List<Entry> changelog) {
        var records = changelog.stream()
                .map(entry -> new ConsumerRecord<>("changelog", 0, 0, entry.key(), entry.value()))
                .toList();
        callbacks.forEach(
                callback -> StateRestoreCallbackAdapter.adapt(callback).restoreBatch(List.copyOf(records)));
    }

    @Override
    public void register(StateStore store, StateRestoreCallback callback) {
        callbacks.add(callback);
    }

    @Override
    public void register(StateStore store, StateRestoreCallback callback, CommitCallback commit) {
        callbacks.add(callback);
    }

    @Override
    public String applicationId() {
        return "app";
    }

    @Override
    public TaskId taskId() {
        return new TaskId(0, 0);
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return Optional.empty();
    }

    @Override
    public Serde<?> keySerde() {
        return Serdes.ByteArray();
    }

    @Override
    public Serde<?> valueSerde() {
        return Serdes.ByteArray();
    }

    @Override
    public File stateDir() {
        throw new UnsupportedOperationException("all stores live in memory");
    }

    @Override
    public StreamsMetrics metrics() {
        throw new UnsupportedOperationException("no store of ours has metrics of Kafka Streams");
    }

    @Override
    public Map<String, Object> appConfigs() {
        return Map.of();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return Map.of();
    }
}
