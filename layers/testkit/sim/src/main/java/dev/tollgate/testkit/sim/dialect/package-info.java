/// The seam between the simulated provider and the dialects it speaks.
///
/// A dialect is a package beside this one that holds one [Dialect] and, for each of its addresses,
/// an [Operation]. A generating operation has three steps, and only the second is shared:
///
/// 1. it reads the [Call]'s body into an [Ask], refusing what the real provider refuses ([Refused]);
/// 2. [Said#of] composes from the ask and the [Script] what is thought, said, called or refused;
/// 3. it writes the [Said] down as an [Answer]: one document, or a stream of framed events that are
///    each marked with their [Answer.Part].
///
/// Nothing else is needed for the whole grammar to work: waits, cuts, stalls and resets go by the
/// marks; `status-503` and its like ask the dialect's [Errors]; `ping`, `malformed` and `error` in
/// a stream send the answer's [Answer.Asides]. What a dialect has to look at itself is
/// [Said.Finish#NONE] and [Said.Finish#BLOCKED], and whether [Said#usageShown].
///
/// An operation may have errors of its own ([Operation#errors]), and all of a stream's framing is
/// the dialect's: [Sse] is there for those that send events, a binary dialect makes its own bytes.
///
/// `Dialects` beside `SimulatedProvider` lists the dialects; the first that speaks a request has it.
/// A line in the tests' `Spoken` holds a new one to the grammar.
@NullMarked
package dev.tollgate.testkit.sim.dialect;

import org.jspecify.annotations.NullMarked;
