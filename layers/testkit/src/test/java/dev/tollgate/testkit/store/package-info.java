@NullMarked
package dev.tollgate.testkit.store;

import org.jspecify.annotations.NullMarked;
