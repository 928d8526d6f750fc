/// Time, chance and written bounds: what the outside world gives the domain, as arguments.
@NullMarked
package dev.tollgate.config;

import org.jspecify.annotations.NullMarked;
