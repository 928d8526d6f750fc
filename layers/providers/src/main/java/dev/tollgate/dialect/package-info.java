/// The languages that callers speak: a package for each, which reads its requests and writes its answers, whole and streamed.
@NullMarked
package dev.tollgate.dialect;

import org.jspecify.annotations.NullMarked;
