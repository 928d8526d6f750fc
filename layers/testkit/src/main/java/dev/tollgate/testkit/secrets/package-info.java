/// A stand-in for AWS Secrets Manager, which has none of its own.
@NullMarked
package dev.tollgate.testkit.secrets;

import org.jspecify.annotations.NullMarked;
