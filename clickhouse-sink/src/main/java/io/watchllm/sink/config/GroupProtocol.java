package io.watchllm.sink.config;

/** Protocol by which the consumers of a group share its partitions. */
public enum GroupProtocol {
    /** KIP-848: the broker assigns partitions. */
    CONSUMER,
    /** The protocol of brokers before 4.0: a consumer assigns partitions. */
    CLASSIC
}
