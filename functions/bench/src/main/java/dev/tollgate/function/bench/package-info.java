/// Measurements that decisions rest on. Never deployed.
@NullMarked
package dev.tollgate.function.bench;

import org.jspecify.annotations.NullMarked;
