/// Reports: what a team has called, and what that cost.
@NullMarked
package dev.tollgate.function.usage;

import org.jspecify.annotations.NullMarked;
