/**
 * The way out: {@link io.watchllm.notifier.send.HttpReceiver} posts one message and says what came of it;
 * {@link io.watchllm.notifier.send.UndeliveredTopic} keeps what could not be told as an
 * {@link io.watchllm.notifier.send.UndeliveredAlert}.
 */
@NullMarked
package io.watchllm.notifier.send;

import org.jspecify.annotations.NullMarked;
