package io.watchllm.runtime;

/**
 * What a process says of itself. Live: it need not be restarted. Ready: everything that it is in charge of makes
 * progress.
 */
public interface Health {
    Status live();

    Status ready();

    /** Up or not, and why, in a sentence. */
    record Status(boolean up, String detail) {
        public static final Status UP = new Status(true, "up");

        public static Status down(String detail) {
            return new Status(false, detail);
        }
    }
}
