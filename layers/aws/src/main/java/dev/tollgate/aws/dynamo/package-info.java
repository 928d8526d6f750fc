/// The domain's stores on DynamoDB, by the SDK's low-level client.
///
/// Every [software.amazon.awssdk.core.exception.SdkException] becomes a [dev.tollgate.config.StoreUnavailable], also one that is a bug of
/// ours: what a table refuses for any reason is then spilled or served from memory like in an outage, and is as loud.
@NullMarked
package dev.tollgate.aws.dynamo;

import org.jspecify.annotations.NullMarked;
