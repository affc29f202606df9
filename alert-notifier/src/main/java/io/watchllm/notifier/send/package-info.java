/**
 * Output of the notifier: {@link io.watchllm.notifier.send.HttpReceiver} posts one message and reports the outcome;
 * {@link io.watchllm.notifier.send.UndeliveredTopic} stores what could not be delivered as an
 * {@link io.watchllm.notifier.send.UndeliveredAlert}.
 */
@NullMarked
package io.watchllm.notifier.send;

import org.jspecify.annotations.NullMarked;
