/// The catalogue: providers, aliases and prices, one numbered immutable version at a time.
@NullMarked
package dev.tollgate.catalog;

import org.jspecify.annotations.NullMarked;
