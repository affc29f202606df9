/**
 * Basic values of alerting: observations of events, groups, exact sums, and the
 * {@link io.watchllm.alerting.model.SnapshotCodec} of what is stored and sent. The records themselves are generated
 * from {@code src/main/avro}. Depends on no other package of alerting.
 */
@NullMarked
package io.watchllm.alerting.model;

import org.jspecify.annotations.NullMarked;
