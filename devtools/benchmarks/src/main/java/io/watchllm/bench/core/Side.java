package io.watchllm.bench.core;

/** Who fills the table. */
public enum Side {
    /** The sink, exactly-once on. */
    SINK("sink"),
    /** ClickHouse's Kafka table engine. */
    PEER("kafka-engine"),
    /** Ready blocks that are only posted: below this nobody gets who inserts over HTTP. */
    FLOOR("floor");

    private final String word;

    Side(String word) {
        this.word = word;
    }

    /** Its name for people. */
    public String word() {
        return word;
    }
}
