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
 * What a loop works with.
 *
 * @param target whom it tells
 * @param rules rules of the lane
 * @param receiver the way to the target
 * @param undelivered where alerts are kept that it could not be told
 * @param consumers makes a consumer in the target's group
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
