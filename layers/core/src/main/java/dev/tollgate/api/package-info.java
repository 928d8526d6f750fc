/// What callers see: the dialect port, tags, and the one exception that refuses a call.
@NullMarked
package dev.tollgate.api;

import org.jspecify.annotations.NullMarked;
