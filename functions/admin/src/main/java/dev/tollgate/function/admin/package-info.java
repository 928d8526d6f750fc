/// The control plane: the catalogue in force and the virtual keys, for the `admin` role only.
@NullMarked
package dev.tollgate.function.admin;

import org.jspecify.annotations.NullMarked;
