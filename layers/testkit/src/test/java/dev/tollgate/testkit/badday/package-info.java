/// Bad days: ten thousand calls each through the real policies, against simulated providers, in virtual time; and the same calls through what
/// applications do without a gateway.
@NullMarked
package dev.tollgate.testkit.badday;

import org.jspecify.annotations.NullMarked;
