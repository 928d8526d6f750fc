@NullMarked
package dev.tollgate.testkit.sim.dialect;

import org.jspecify.annotations.NullMarked;
