@NullMarked
package dev.tollgate.testkit.sim.bedrock;

import org.jspecify.annotations.NullMarked;
