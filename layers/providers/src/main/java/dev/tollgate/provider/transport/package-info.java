/// HTTP to providers, on Apache HttpClient: no retries, no redirects, no cookies, and no private addresses unless the catalogue allows them.
@NullMarked
package dev.tollgate.provider.transport;

import org.jspecify.annotations.NullMarked;
