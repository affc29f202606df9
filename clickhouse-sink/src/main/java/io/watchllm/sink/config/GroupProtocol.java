package io.watchllm.sink.config;

/** How the consumers of a group agree who reads what. */
public enum GroupProtocol {
    /** KIP-848: the broker assigns. */
    CONSUMER,
    /** The protocol of brokers before 4.0: a consumer assigns. */
    CLASSIC
}
