/// Providers' keys in AWS Secrets Manager.
@NullMarked
package dev.tollgate.aws.secrets;

import org.jspecify.annotations.NullMarked;
