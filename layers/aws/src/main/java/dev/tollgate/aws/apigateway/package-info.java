/// The edge on AWS: events of an API Gateway REST API (proxy integration, payload version 1.0) as requests, and replies in
/// the two forms that it takes back.
///
/// [The event and the buffered reply](https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html),
/// [the streamed reply](https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html).
@NullMarked
package dev.tollgate.aws.apigateway;

import org.jspecify.annotations.NullMarked;
