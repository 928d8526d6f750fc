/// Random ledgers, their streams, and everything that can go wrong on the way from there to the roll-ups: for any store of roll-ups.
@NullMarked
package dev.tollgate.testkit.rollup;

import org.jspecify.annotations.NullMarked;
