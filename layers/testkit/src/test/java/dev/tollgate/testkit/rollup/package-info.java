@NullMarked
package dev.tollgate.testkit.rollup;

import org.jspecify.annotations.NullMarked;
