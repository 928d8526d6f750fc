/// What is kept of calls beyond their ledger records: requests and answers, as far as the catalogue and the caller want, without what nobody is to read.
@NullMarked
package dev.tollgate.audit;

import org.jspecify.annotations.NullMarked;
