@NullMarked
package dev.tollgate.testkit.faults;

import org.jspecify.annotations.NullMarked;
