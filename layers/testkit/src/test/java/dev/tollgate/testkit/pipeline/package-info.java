/// The gateway's pipeline, whole, over stores in memory and providers that say what a test wants.
@NullMarked
package dev.tollgate.testkit.pipeline;

import org.jspecify.annotations.NullMarked;
