package io.watchllm.runtime;

/** A value that must not reach a log: only {@link #reveal} returns it. */
public record Secret(String reveal) {
    /** No password. */
    public static final Secret EMPTY = new Secret("");

    @Override
    public String toString() {
        return reveal.isEmpty() ? "(empty)" : "(hidden)";
    }
}
