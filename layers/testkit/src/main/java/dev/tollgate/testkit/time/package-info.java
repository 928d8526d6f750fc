/// Time that passes only when everybody waits: for simulations of many calls that run in seconds, and the same way for the same seed.
@NullMarked
package dev.tollgate.testkit.time;

import org.jspecify.annotations.NullMarked;
