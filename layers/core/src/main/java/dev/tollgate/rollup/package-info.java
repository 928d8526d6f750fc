/// What a team's calls sum up to: figures by hour and by what the calls have in common, kept beside the ledger so that a report need not read it.
@NullMarked
package dev.tollgate.rollup;

import org.jspecify.annotations.NullMarked;
