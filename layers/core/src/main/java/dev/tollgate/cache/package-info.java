/// Answers that are kept: to be given again to the same question (exact cache), or to the same request sent twice (idempotency).
@NullMarked
package dev.tollgate.cache;

import org.jspecify.annotations.NullMarked;
