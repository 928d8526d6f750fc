@NullMarked
package dev.tollgate.testkit.sim;

import org.jspecify.annotations.NullMarked;
