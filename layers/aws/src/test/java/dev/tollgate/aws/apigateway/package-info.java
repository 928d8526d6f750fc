@NullMarked
package dev.tollgate.aws.apigateway;

import org.jspecify.annotations.NullMarked;
