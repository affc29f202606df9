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
    /** It is a range that was open when the partition was taken over, or that is sent anew. */
    RECOVERY,
    /** A larger batch was refused, and the row that was refused is looked for. */
    NARROWED,
    /** All batches together take too much memory. */
    MEMORY,
    /** The next record can't be encoded for now. */
    OBSTACLE,
    /** The sink stops. */
    FLUSH
}
