@NullMarked
package dev.tollgate.aws.telemetry;

import org.jspecify.annotations.NullMarked;
