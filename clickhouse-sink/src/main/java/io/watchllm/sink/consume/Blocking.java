package io.watchllm.sink.consume;

/** How long a blocked flow stays so. */
interface Blocking {
    long dueMillis(boolean config);
}
