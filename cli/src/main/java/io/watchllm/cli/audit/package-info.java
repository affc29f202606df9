/** Text and JSON of an audit: {@link io.watchllm.cli.audit.AuditText} makes text or JSON of its reports. */
@NullMarked
package io.watchllm.cli.audit;

import org.jspecify.annotations.NullMarked;
