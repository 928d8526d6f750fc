/// What every provider's package is made of: the interface it implements, and what their wires have in common.
@NullMarked
package dev.tollgate.provider.wire;

import org.jspecify.annotations.NullMarked;
