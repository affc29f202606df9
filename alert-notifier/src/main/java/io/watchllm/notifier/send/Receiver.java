package io.watchllm.notifier.send;

import io.watchllm.notifier.core.Message;
import io.watchllm.notifier.core.Outcome;

/** Sends messages to one target. */
@FunctionalInterface
public interface Receiver {

    /**
     * Sends the message once, and returns within the target's timeout.
     *
     * @throws InterruptedException when the notifier stops meanwhile; it is then unknown whether the target has it
     */
    Outcome send(Message message) throws InterruptedException;
}
