package io.watchllm.notifier.config;

import io.watchllm.notifier.core.Target;
import java.time.Duration;

/**
 * One target of the file.
 *
 * @param urlVariable variable with the address; empty for PagerDuty's own
 * @param secretVariable variable with the secret; empty for none
 * @param allowHttp whether the address may be http beyond this machine, readable by anyone on the network path
 * @param timeout limit of one attempt
 */
public record TargetEntry(
        Target target, String urlVariable, String secretVariable, boolean allowHttp, Duration timeout) {}
