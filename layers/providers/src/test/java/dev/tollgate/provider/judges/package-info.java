/// The judges: recorded traffic, real usage and golden cases through the real provider code, for callers of every language.
///
/// A wire is a line in [Wired] and has a [Witness], which reads the same and shares nothing with it. A callers' language is a line in [Caller]
/// and has an [Sdk], its callers' official library.
@NullMarked
package dev.tollgate.provider.judges;

import org.jspecify.annotations.NullMarked;
