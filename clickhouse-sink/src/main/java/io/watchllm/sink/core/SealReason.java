package io.watchllm.sink.core;

/** Why a batch ended. */
public enum SealReason {
    /** It has as many records as a batch may have. */
    ROWS,
    /** It is as large as a batch may be. */
    BYTES,
    /** The batch before it ended long enough ago. */
    AGE,
    /** The next record was written with another schema. */
    SCHEMA,
    /** It is a range that was open when the partition was taken over, or that is sent again. */
    RECOVERY,
    /** A larger batch was rejected, and the sink searches for the row that caused it. */
    BISECTED,
    /** All batches together exceed the memory bound. */
    MEMORY,
    /** The next record can't be encoded for now. */
    OBSTACLE,
    /** The sink stops. */
    FLUSH
}
