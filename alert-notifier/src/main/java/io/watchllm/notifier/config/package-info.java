/**
 * Configuration of the notifier: {@link io.watchllm.notifier.config.NotifierSettings} from the environment, the targets
 * from the file it names ({@link io.watchllm.notifier.config.TargetsFile}), and their addresses and secrets from
 * further variables ({@link io.watchllm.notifier.config.Endpoint}), so that the file contains none.
 */
@NullMarked
package io.watchllm.notifier.config;

import org.jspecify.annotations.NullMarked;
