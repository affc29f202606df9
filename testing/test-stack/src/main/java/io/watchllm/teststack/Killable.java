package io.watchllm.teststack;

/** An engine that a test may kill, and start again on the same address and data. */
public interface Killable {
    /** Ends the engine as kill -9 does, and waits until it is gone. */
    void kill();

    /** Starts the engine again, and waits until it serves. */
    void restart();
}
