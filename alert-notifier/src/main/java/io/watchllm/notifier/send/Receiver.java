package io.watchllm.notifier.send;

import io.watchllm.notifier.core.Message;
import io.watchllm.notifier.core.Outcome;

/** One target, as something that takes messages. */
@FunctionalInterface
public interface Receiver {

    /**
     * Sends the message once, and returns within the target's time-out.
     *
     * @throws InterruptedException when the notifier stops meanwhile; whether the target has it is not known then
     */
    Outcome send(Message message) throws InterruptedException;
}
