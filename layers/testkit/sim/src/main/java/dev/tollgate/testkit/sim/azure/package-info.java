/// Azure OpenAI's dialect: OpenAI's answers at other addresses, with filter results and other
/// errors. A deployment's name is its model.
@NullMarked
package dev.tollgate.testkit.sim.azure;

import org.jspecify.annotations.NullMarked;
