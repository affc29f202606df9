/**
 * Basic values of alerting: observations of events, groups, exact sums, and their serialized form in states and panes.
 * Depends on no other package of alerting.
 */
@NullMarked
package io.watchllm.alerting.model;

import org.jspecify.annotations.NullMarked;
