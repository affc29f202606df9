/**
 * What the notifier is told from outside: {@link io.watchllm.notifier.config.NotifierSettings} from the environment,
 * the targets from the file that it names ({@link io.watchllm.notifier.config.YamlDocument} knows the line of each
 * value, {@link io.watchllm.notifier.config.TargetsFile} says what is right), and their addresses and secrets from
 * further variables ({@link io.watchllm.notifier.config.Endpoint}), so that the file holds none.
 */
@NullMarked
package io.watchllm.notifier.config;

import org.jspecify.annotations.NullMarked;
