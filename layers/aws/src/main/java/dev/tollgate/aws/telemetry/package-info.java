/// Log lines by Powertools Logging (JSON) and metrics by Powertools Metrics (CloudWatch's embedded metric format).
///
/// No line shows a prompt, an answer, a header's value or a key: lines hold named fields that are known to hold none, and of
/// an exception its classes and places, but its message only if the exception is our own.
@NullMarked
package dev.tollgate.aws.telemetry;

import org.jspecify.annotations.NullMarked;
