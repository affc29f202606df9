package io.watchllm.notifier.consume;

import io.watchllm.notifier.config.NotifierTarget;
import io.watchllm.notifier.core.DeliveryPolicy;
import io.watchllm.notifier.send.Receiver;
import io.watchllm.notifier.send.Undelivered;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a loop depends on.
 *
 * @param target receiver of the notifications
 * @param rules delivery policy of the queue
 * @param receiver sends messages to the target
 * @param undelivered stores alerts that could not be delivered
 * @param consumers creates a consumer in the target's group
 * @param clock the time
 */
public record LoopParts(
        NotifierTarget target,
        DeliveryPolicy rules,
        Receiver receiver,
        Undelivered undelivered,
        Supplier<Consumer<byte @Nullable [], byte @Nullable []>> consumers,
        InstantSource clock) {

    /** The target's name. */
    public String name() {
        return target.target().name();
    }
}
