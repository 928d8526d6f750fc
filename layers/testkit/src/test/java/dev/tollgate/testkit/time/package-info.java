@NullMarked
package dev.tollgate.testkit.time;

import org.jspecify.annotations.NullMarked;
