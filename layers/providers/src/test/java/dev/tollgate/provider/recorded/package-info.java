/// The judges: recorded traffic through the real provider code, seen by readers that share nothing with it.
@NullMarked
package dev.tollgate.provider.recorded;

import org.jspecify.annotations.NullMarked;
