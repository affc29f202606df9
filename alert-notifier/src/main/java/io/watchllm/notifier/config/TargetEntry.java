package io.watchllm.notifier.config;

import io.watchllm.notifier.core.Target;
import java.time.Duration;

/**
 * One target of the file.
 *
 * @param target whom to tell and how
 * @param urlVariable variable that holds the address; empty for PagerDuty's own
 * @param secretVariable variable that holds the secret; empty for none
 * @param allowHttp whether the address may be http beyond this machine, which anyone on the way can read
 * @param timeout how long an attempt may take
 */
public record TargetEntry(
        Target target, String urlVariable, String secretVariable, boolean allowHttp, Duration timeout) {}
