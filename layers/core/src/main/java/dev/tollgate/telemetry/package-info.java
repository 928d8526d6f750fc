/// What operators see: one port for everything worth a log line or a metric.
@NullMarked
package dev.tollgate.telemetry;

import org.jspecify.annotations.NullMarked;
