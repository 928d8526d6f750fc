/// A conversation with a model, in nobody's dialect: what is asked, what is answered, and the steps in which an answer arrives.
/// Callers' languages are read into it and written from it, and so are providers' wires; where both are the same it is not needed.
@NullMarked
package dev.tollgate.conversation;

import org.jspecify.annotations.NullMarked;
