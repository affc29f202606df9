/**
 * Values that all of alerting is made of: observations of events, groups, exact sums, and their bytes in states and
 * panes. Uses no other package of alerting.
 */
@NullMarked
package io.watchllm.processor.core.alert.model;

import org.jspecify.annotations.NullMarked;
