package io.watchllm.sink.consume;

/** Decides until when a blocked pipeline stays blocked. */
interface Blocking {
    long dueMillis(boolean config);
}
