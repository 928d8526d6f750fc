/// The control plane, as its callers see it.
@NullMarked
package dev.tollgate.function.admin;

import org.jspecify.annotations.NullMarked;
