package io.watchllm.runtime;

/** Health of a process. Live: it does not need a restart. Ready: everything it is responsible for makes progress. */
public interface Health {
    Status live();

    Status ready();

    /** Whether it is up, and why, in a sentence. */
    record Status(boolean up, String detail) {
        public static final Status UP = new Status(true, "up");

        public static Status down(String detail) {
            return new Status(false, detail);
        }
    }
}
