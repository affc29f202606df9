package io.watchllm.producer;

import io.watchllm.events.Event;

/**
 * Encoding of events as Kafka values, in two steps: {@link #encode} on the caller's thread, which must not wait for
 * another system, and {@link #complete} on the sender's, which may.
 */
interface EventEncoding extends AutoCloseable {

    /**
     * The value of an event's record; thread-safe.
     *
     * @throws PublishException.Invalid when the event can't be written
     */
    byte[] encode(Event event);

    /**
     * Completes an encoded value in place.
     *
     * @param deadline end of the time to deliver the event, on the scale of {@link System#nanoTime}
     * @throws PublishException.NotAcknowledged when a system that is needed did not answer in time, or refused
     * @throws InterruptedException when the publisher is closed meanwhile
     */
    void complete(byte[] value, long deadline) throws InterruptedException;

    @Override
    void close();
}
