@NullMarked
package dev.tollgate.function.bench;

import org.jspecify.annotations.NullMarked;
