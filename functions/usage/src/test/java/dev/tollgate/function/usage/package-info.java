/// The reports, as their readers see them.
@NullMarked
package dev.tollgate.function.usage;

import org.jspecify.annotations.NullMarked;
