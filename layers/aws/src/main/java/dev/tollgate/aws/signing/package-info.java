/// Signatures for requests to AWS that no SDK client sends: Signature Version 4, by the SDK's own signer.
///
/// Specification: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.
@NullMarked
package dev.tollgate.aws.signing;

import org.jspecify.annotations.NullMarked;
