/// API Gateway's REST proxy integration, version 1.0: events in, replies out, buffered or streamed.
///
/// Source: AWS, "Lambda proxy integrations in API Gateway" and "Response streaming".
@NullMarked
package dev.tollgate.aws.apigateway;

import org.jspecify.annotations.NullMarked;
