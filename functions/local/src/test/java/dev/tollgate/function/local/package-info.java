/// Tests of the local server over real sockets, with stub services behind it.
@NullMarked
package dev.tollgate.function.local;

import org.jspecify.annotations.NullMarked;
